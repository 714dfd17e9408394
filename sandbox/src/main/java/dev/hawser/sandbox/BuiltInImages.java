package dev.hawser.sandbox;

import dev.hawser.sandbox.node.CommandLine;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The images that every sandbox has, and what `{java}`, `{dist}` and `{self}` stand for in all.
final class BuiltInImages {
  static final String AGENT = "hawser.dev/agent:0.1.0";
  static final String SHOP = "hawser.sandbox/shop:1";

  private static final String JVM =
      "{java} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Djdk.net.hosts.file={hosts}"
          + " -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=0 ";
  // Vert.x's own resolver would read this machine's hosts file instead of the pod's.
  private static final String AGENT_COMMAND =
      JVM
          + "-Xmx256m -Dvertx.disableDnsResolver=true --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow -cp {dist}/agent/* dev.hawser.agent.Main";
  private static final String SHOP_COMMAND =
      JVM
          + "-Xmx64m -Dshop.address={address} -Dshop.volumes={volumes} -cp {self}"
          + " dev.hawser.sandbox.shop.Shop";

  private BuiltInImages() {}

  static Map<String, List<String>> with(SandboxSettings settings) {
    Map<String, List<String>> images = new LinkedHashMap<>();
    images.put(AGENT, CommandLine.words(AGENT_COMMAND));
    images.put(SHOP, CommandLine.words(SHOP_COMMAND));
    images.putAll(settings.images());
    Map<String, String> places =
        Map.of(
            "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "dist", settings.dist().toString(),
            "self", self().toString());
    images.replaceAll((name, words) -> CommandLine.fill(words, places));
    return images;
  }

  /// Where this module's classes are: `target/dist/sandbox/sandbox-….jar` or `target/classes`.
  private static Path self() {
    try {
      return Path.of(
          BuiltInImages.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The folder of the built Hawser that this sandbox belongs to.
  static Path dist() {
    for (@Nullable Path at = self(); at != null; at = at.getParent()) {
      if (at.endsWith("sandbox") && Files.isDirectory(at.resolveSibling("agent"))) {
        return at.resolveSibling("");
      }
      if (Files.isDirectory(at.resolve("target/dist"))) {
        return at.resolve("target/dist");
      }
    }
    return Path.of("target/dist").toAbsolutePath();
  }
}
