package dev.hawser.endpoint.hosts;

import dev.hawser.endpoint.process.Platform;
import java.nio.file.Path;
import java.util.Objects;

/// Where this machine's hosts file is.
public final class MachineHosts {
  public static final Path FILE = find(Platform.current());

  private MachineHosts() {}

  private static Path find(Platform platform) {
    return switch (platform) {
      case LINUX, MAC, OTHER -> Path.of("/etc/hosts");
      case WINDOWS ->
          Path.of(
              Objects.requireNonNullElse(System.getenv("SystemRoot"), "C:\\Windows"),
              "System32",
              "drivers",
              "etc",
              "hosts");
    };
  }
}
