package dev.hawser.acceptance.place;

import java.nio.file.Path;
import java.util.Objects;

/// Where things lie: the built product, the JDK, the tests' own program.
public final class Checkout {
  public static final Path ROOT = directory("hawser.root");
  public static final Path DIST = ROOT.resolve("target/dist");
  public static final Path TEST_CLASSES = directory("hawser.testClasses");
  public static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private Checkout() {}

  private static Path directory(String property) {
    String value = System.getProperty(property);
    return Path.of(Objects.requireNonNull(value, property + " is set by the module's pom"))
        .toAbsolutePath();
  }

  /// All jars of a process of the product.
  public static String classPath(String process) {
    return DIST.resolve(process).resolve("*").toString();
  }
}
