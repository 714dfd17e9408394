package dev.hawser.cluster.lease;

import dev.hawser.cluster.target.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What the Lease of a workload is called: `hawser-deploy-orders`.
public final class LeaseName {
  private static final int LONGEST = 253; // of a DNS subdomain
  private static final int HASH_LENGTH = 10;

  private LeaseName() {}

  public static String of(Workload workload) {
    String name = "hawser-%s-%s".formatted(workload.kind().shortName(), workload.name());
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - HASH_LENGTH - 1) + "-" + hash(name);
  }

  /// Ten characters that stand for a text.
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
