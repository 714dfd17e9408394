package dev.hawser.cli.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// Who has a session, as others see it: `user@host`.
public final class Owner {
  private Owner() {}

  public static String current() {
    return System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try { // the resolver may take seconds for a machine that no name server knows
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return resolved();
    }
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException unknown) {
      return "unknown";
    }
  }
}
