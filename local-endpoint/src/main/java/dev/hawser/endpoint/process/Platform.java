package dev.hawser.endpoint.process;

import java.util.Locale;

/// The operating systems between which this module tells a difference.
public enum Platform {
  LINUX,
  MAC,
  WINDOWS,
  OTHER;

  public static Platform current() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return LINUX;
    }
    if (name.startsWith("mac")) {
      return MAC;
    }
    return name.startsWith("windows") ? WINDOWS : OTHER;
  }
}
