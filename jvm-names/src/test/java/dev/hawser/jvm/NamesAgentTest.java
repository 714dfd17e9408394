package dev.hawser.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// In JVMs of their own: the one that runs the tests, and every other where Debian installs them.
@Timeout(60)
class NamesAgentTest {
  private static final Path DEBIANS = Path.of("/usr/lib/jvm");
  private static final Path CLASSES = Path.of("target/classes");

  private final Path directory;
  private final Path names;

  NamesAgentTest(@TempDir Path directory) {
    this.directory = directory;
    this.names = directory.resolve("names");
  }

  static List<Path> jvms() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (!Files.isDirectory(DEBIANS)) {
      return List.of(own);
    }
    try (Stream<Path> installed = Files.list(DEBIANS)) {
      return Stream.concat(Stream.of(own), installed.sorted())
          .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
          .filter(home -> !Files.isSymbolicLink(home))
          .distinct()
          .toList();
    }
  }

  @BeforeEach
  void packTheAgent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", NamesAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(directory.resolve("agent.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        Stream<Path> classes = Files.walk(CLASSES)) {
      for (Path one : classes.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(CLASSES.relativize(one).toString()));
        Files.copy(one, jar);
      }
    }
    Files.writeString(names, "127.9.8.7 stock stock.shop\n");
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void aNameOfTheFileResolvesWhateverItsCase(Path jvm) throws Exception {
    assertThat(run(jvm, "look(\"stock\"); look(\"Stock.Shop\");"))
        .isEqualTo("127.9.8.7 127.9.8.7 ");
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void otherNamesAreResolvedAsTheJvmDoes(Path jvm) throws Exception {
    assertThat(run(jvm, "look(\"localhost\"); look(\"no.such.name.invalid\");"))
        .isEqualTo("127.0.0.1 unknown ");
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void aNameThatComesLaterResolvesAndOneThatGoesDoesNot(Path jvm) throws Exception {
    String program =
        """
        java.security.Security.setProperty("networkaddress.cache.ttl", "0");
        java.security.Security.setProperty("networkaddress.cache.negative.ttl", "0");
        look("stock");
        java.nio.file.Files.write(java.nio.file.Paths.get(args[0]), "127.9.8.6 later\\n".getBytes());
        look("later");
        look("stock");
        """;
    assertThat(run(jvm, program)).isEqualTo("127.9.8.7 127.9.8.6 unknown ");
  }

  @ParameterizedTest
  @MethodSource("jvms")
  void aFileThatIsGoneIsNoObstacle(Path jvm) throws Exception {
    Files.delete(names);
    assertThat(run(jvm, "look(\"stock\"); look(\"localhost\");")).isEqualTo("unknown 127.0.0.1 ");
  }

  private String run(Path jvm, String statements) throws IOException, InterruptedException {
    Path source =
        Files.writeString(
            directory.resolve("LookUp.java"),
            """
            class LookUp {
              public static void main(String[] args) throws Exception {
                %s
              }

              static void look(String name) {
                try {
                  System.out.print(java.net.InetAddress.getByName(name).getHostAddress() + " ");
                } catch (java.net.UnknownHostException e) {
                  System.out.print("unknown ");
                }
              }
            }
            """
                .formatted(statements));
    ProcessBuilder builder =
        new ProcessBuilder(jvm.resolve("bin/java").toString(), source.toString(), names.toString());
    builder
        .environment()
        .put(
            "JAVA_TOOL_OPTIONS",
            "-javaagent:%s=%s".formatted(directory.resolve("agent.jar"), names));
    builder.redirectError(directory.resolve("errors").toFile());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(() -> read(directory.resolve("errors"))).isZero();
    return said;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
