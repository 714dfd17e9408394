package dev.hawser.cli.image;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.Locale;

/// The machine that images are built for: one like this, for the Java runtime in it is cut from the
/// one that runs here.
///
/// @param architecture as images name it
/// @param nativeSuffix as Netty's libraries end
record ImagePlatform(String architecture, String nativeSuffix) {
  static ImagePlatform ofThisMachine() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static ImagePlatform of(String system, String architecture) {
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
      throw unsupported("is " + system);
    }
    return switch (architecture) {
      case "amd64", "x86_64" -> new ImagePlatform("amd64", "x86_64");
      case "aarch64" -> new ImagePlatform("arm64", "aarch_64");
      default -> throw unsupported("has the architecture " + architecture);
    };
  }

  private static RuntimeException unsupported(String what) {
    return new Failure(
            FailureKind.USAGE,
            "the agent's image holds a Java runtime for Linux on amd64 or arm64, and this machine "
                + what,
            "build it on such a machine (or in a container) and --push it, or --output a file")
        .asException();
  }
}
