package dev.hawser.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What was built, as Maven wrote it into `version.properties`.
public final class Version implements IVersionProvider {

  /// Such as `0.1.0`.
  public static String current() {
    Properties built = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/dev/hawser/cli/version.properties")) {
      if (in != null) {
        built.load(in);
      }
    } catch (IOException unreadable) {
      return "unknown";
    }
    return built.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() {
    return new String[] {
      "hawser " + current(),
      "java %s (%s), %s %s"
          .formatted(
              System.getProperty("java.version"),
              System.getProperty("java.vendor"),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }
}
