package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// A directory like the one the build installs the agent in, with nothing in it that runs.
final class InstalledAgent {
  private InstalledAgent() {}

  static Path in(Path directory) throws IOException {
    Files.createDirectories(directory);
    jar(directory.resolve("remote-agent-0.1.0.jar"), "version", "1");
    jar(directory.resolve("netty-common-4.2.jar"), "META-INF/native-image/x", "2");
    for (String platform : new String[] {"linux-x86_64", "linux-aarch_64", "osx-x86_64"}) {
      jar(
          directory.resolve("netty-epoll-4.2-" + platform + ".jar"),
          "META-INF/native/libepoll_" + platform + ".so",
          platform);
    }
    return directory;
  }

  /// Likewise of the reaper, which shares a jar with the agent.
  static Path reaperIn(Path directory) throws IOException {
    Files.createDirectories(directory);
    jar(directory.resolve("cluster-0.1.0.jar"), "version", "1");
    jar(directory.resolve("netty-common-4.2.jar"), "META-INF/native-image/x", "2");
    return directory;
  }

  private static void jar(Path file, String entry, String content) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(content.getBytes(UTF_8));
      jar.putNextEntry(new JarEntry("META-INF/versions.properties"));
    }
  }
}
