package dev.hawser.cli;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where this Hawser is installed: `cli/`, `agent/`, `reaper/` and `sandbox/` side by side, each
/// with the class path of one process.
public record Installation(Path home) {
  private static final String HOME = "hawser.home";

  /// The folder that the system property names, else the one above this class's jar.
  public static Installation find() {
    String named = System.getProperty(HOME);
    if (named != null) {
      return new Installation(Path.of(named));
    }
    try {
      URI jar = Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return new Installation(Path.of(jar.resolve("..")));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a jar's location is a file's", e);
    }
  }

  public Path agent() {
    return part("agent");
  }

  public Path reaper() {
    return part("reaper");
  }

  public Path sandbox() {
    return part("sandbox");
  }

  /// Class path of a process that is this same Hawser.
  public String cliClassPath() {
    return part("cli") + File.separator + "*";
  }

  /// The agent by which JVMs resolve names of services; may be missing.
  public static Path jvmNames() {
    return find().home.resolve("names").resolve("hawser-names.jar");
  }

  private Path part(String name) {
    Path part = home.resolve(name);
    if (!Files.isDirectory(part)) {
      throw new Failure(
              FailureKind.INTERNAL,
              "this installation is not complete: there is no " + part,
              "build it with ./mvnw -Dquick package, or set -D%s".formatted(HOME))
          .asException();
    }
    return part;
  }

  /// The java that runs this.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
