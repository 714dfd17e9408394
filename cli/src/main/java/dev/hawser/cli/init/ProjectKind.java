package dev.hawser.cli.init;

import dev.hawser.cli.init.Launch.Debugger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a directory is a project of, by the files that its tools want there, and how such a project
/// is started.
enum ProjectKind {
  MAVEN {
    @Override
    List<Launch> launches(Path directory) {
      return text(directory, "pom.xml")
          .map(pom -> maven(pom, wrapper(directory, "mvnw", "mvn")))
          .stream()
          .toList();
    }

    private static Launch maven(String pom, String mvn) {
      Debugger debugger = new Debugger(Debugger.Kind.JAVA, JDWP_PORT);
      if (pom.contains("spring-boot-maven-plugin")) { // it starts the application's JVM
        return Launch.debugged(
            debugger,
            mvn,
            "spring-boot:run",
            "-Dspring-boot.run.jvmArguments=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
                + JDWP_PORT);
      }
      if (pom.contains("quarkus-maven-plugin")) {
        return Launch.debugged(debugger, mvn, "quarkus:dev", "-Ddebug=" + JDWP_PORT);
      }
      return new Launch(List.of(mvn, "-q", "compile", "exec:java"), Optional.of(debugger), true);
    }
  },
  GRADLE {
    @Override
    List<Launch> launches(Path directory) {
      return text(directory, "build.gradle")
          .or(() -> text(directory, "build.gradle.kts"))
          .map(
              build ->
                  Launch.debugged(
                      new Debugger(Debugger.Kind.JAVA, JDWP_PORT),
                      wrapper(directory, "gradlew", "gradle"),
                      build.contains("org.springframework.boot") ? "bootRun" : "run",
                      "--debug-jvm")) // which waits for the debugger at that port
          .stream()
          .toList();
    }
  },
  NPM {
    @Override
    List<Launch> launches(Path directory) {
      return text(directory, "package.json")
          .map(
              _ ->
                  Launch.debugged(
                      new Debugger(Debugger.Kind.NODE, NODE_PORT),
                      "npm",
                      "start",
                      "--node-options=--inspect=127.0.0.1:" + NODE_PORT)) // the script's, not npm's
          .stream()
          .toList();
    }
  },
  GO {
    @Override
    List<Launch> launches(Path directory) {
      return text(directory, "go.mod").isEmpty()
          ? List.of()
          : List.of(
              Launch.plain("go", "run", "."),
              Launch.debugged(
                  new Debugger(Debugger.Kind.GO, DELVE_PORT),
                  "dlv",
                  "debug",
                  "--headless",
                  "--listen=127.0.0.1:" + DELVE_PORT,
                  "--api-version=2",
                  "--accept-multiclient",
                  "--continue"));
    }
  },
  DOTNET {
    @Override
    List<Launch> launches(Path directory) {
      try (Stream<Path> files = Files.list(directory)) {
        return files.anyMatch(file -> file.toString().endsWith(".csproj"))
            ? List.of(Launch.plain("dotnet", "run"))
            : List.of();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  PYTHON {
    @Override
    List<Launch> launches(Path directory) {
      return Stream.of("manage.py", "main.py", "app.py", "server.py")
          .filter(name -> Files.isRegularFile(directory.resolve(name)))
          .limit(1)
          .flatMap(name -> python(name).stream())
          .toList();
    }

    private static List<Launch> python(String program) {
      List<String> words =
          program.equals("manage.py") ? List.of(program, "runserver") : List.of(program);
      List<String> debugged =
          List.of("python3", "-m", "debugpy", "--listen", "127.0.0.1:" + DEBUGPY_PORT);
      return List.of(
          Launch.plain(Stream.concat(Stream.of("python3"), words.stream()).toArray(String[]::new)),
          Launch.debugged(
              new Debugger(Debugger.Kind.PYTHON, DEBUGPY_PORT),
              Stream.concat(debugged.stream(), words.stream()).toArray(String[]::new)));
    }
  };

  private static final int JDWP_PORT = 5005;
  private static final int NODE_PORT = 9229;
  private static final int DELVE_PORT = 2345;
  private static final int DEBUGPY_PORT = 5678;

  /// None if the directory is no such project.
  abstract List<Launch> launches(Path directory);

  /// The commands that a directory suggests, the likeliest first.
  static List<Launch> of(Path directory) {
    return Stream.of(values()).flatMap(kind -> kind.launches(directory).stream()).toList();
  }

  private static Optional<String> text(Path directory, String name) {
    Path file = directory.resolve(name);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1)) // is only searched
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String wrapper(Path directory, String script, String program) {
    return Files.isRegularFile(directory.resolve(script)) ? "./" + script : program;
  }
}
