package dev.hawser.cli.image;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The agent's own files, laid out as in the image: `lib/` holds the jars, `native/` the libraries
/// that Netty would otherwise unpack to a temporary directory, which the pod may not have.
///
/// @param directory of both
/// @param jars names in `lib/`, in the order of the class path
record AgentFiles(Path directory, List<String> jars) {
  private static final String MAIN_JAR = "remote-agent-";
  private static final String NATIVE_FOLDER = "META-INF/native/";
  private static final Pattern NATIVE_JAR =
      Pattern.compile(".*-(linux|osx|windows)-[a-z0-9_]+\\.jar");

  /// Copies what the platform needs.
  static AgentFiles layOut(Path agentDirectory, ImagePlatform platform, Path directory)
      throws IOException {
    List<Path> installed = installed(agentDirectory);
    Path lib = Files.createDirectories(directory.resolve("lib"));
    Path natives = Files.createDirectories(directory.resolve("native"));
    List<String> jars = new ArrayList<>();
    for (Path jar : installed) {
      String name = jar.getFileName().toString();
      if (!isNative(jar)) {
        Files.copy(jar, lib.resolve(name));
        jars.add(name);
      } else if (name.endsWith("-linux-" + platform.nativeSuffix() + ".jar")) {
        unpackLibraries(jar, natives);
      }
    }
    FileTrees.resetTimes(directory);
    return new AgentFiles(directory, List.copyOf(jars));
  }

  /// Whether a jar holds libraries of one platform and nothing else.
  static boolean isNative(Path jar) {
    return NATIVE_JAR.matcher(jar.getFileName().toString()).matches();
  }

  private static List<Path> installed(Path agentDirectory) throws IOException {
    if (Files.isDirectory(agentDirectory)) {
      try (Stream<Path> files = Files.list(agentDirectory)) {
        List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        if (jars.stream().anyMatch(jar -> jar.getFileName().toString().startsWith(MAIN_JAR))) {
          return jars;
        }
      }
    }
    throw new Failure(
            FailureKind.USAGE,
            "the agent's jars are not in " + agentDirectory,
            "install hawser as a whole, or build it: ./mvnw -Dquick package")
        .asException();
  }

  private static void unpackLibraries(Path jar, Path natives) throws IOException {
    try (JarFile opened = new JarFile(jar.toFile())) {
      for (JarEntry entry : opened.stream().toList()) {
        if (entry.getName().startsWith(NATIVE_FOLDER) && entry.getName().endsWith(".so")) {
          try (InputStream content = opened.getInputStream(entry)) {
            Files.copy(content, natives.resolve(entry.getName().substring(NATIVE_FOLDER.length())));
          }
        }
      }
    }
  }
}
