package dev.hawser.jvm;

import java.lang.instrument.Instrumentation;

/// What `-javaagent:hawser-names.jar=FILE` runs before the program. From Java 18 on, the JVM finds
/// the resolver by itself, as a service on its class path (JEP 418), and only needs to be told the
/// file; older ones have no place for one, so it is put where they keep theirs.
///
/// A program is never kept from starting: where it does not work, it says so and leaves.
public final class NamesAgent {
  static final String FILE = "hawser.names";
  private static final int FIRST_WITH_RESOLVERS = 18;

  private NamesAgent() {}

  public static void premain(String file, Instrumentation instrumentation) {
    System.setProperty(FILE, file);
    if (featureVersion() >= FIRST_WITH_RESOLVERS) {
      return;
    }
    try {
      OlderJvm.install(new NamesFile(file), instrumentation);
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.err.println("hawser: this JVM will not know names of services: " + e);
    }
  }

  /// 8 for `1.8`, 17 for `17`.
  private static int featureVersion() {
    String version = System.getProperty("java.specification.version", "1.8");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }
}
