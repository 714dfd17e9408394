package dev.hawser.endpoint.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Switches by which distributions forbid user namespaces to plain users.
final class UserNamespaces {
  private UserNamespaces() {}

  /// What an administrator can change, or nothing.
  static String hint() {
    if (has("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
      return "; allowed by: sysctl kernel.apparmor_restrict_unprivileged_userns=0";
    }
    if (has("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
      return "; allowed by: sysctl kernel.unprivileged_userns_clone=1";
    }
    if (has("/proc/sys/user/max_user_namespaces", "0")) {
      return "; allowed by: sysctl user.max_user_namespaces=10000";
    }
    return "";
  }

  private static boolean has(String file, String value) {
    try {
      return Files.readString(Path.of(file)).strip().equals(value);
    } catch (IOException notOnThisKernel) {
      return false;
    }
  }
}
