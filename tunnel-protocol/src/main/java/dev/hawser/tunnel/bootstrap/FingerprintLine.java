package dev.hawser.tunnel.bootstrap;

import dev.hawser.tunnel.security.Fingerprint;
import java.util.Optional;

/// The line of the agent's log that tells its certificate's fingerprint to whoever may read the log
/// through the API server.
public final class FingerprintLine {
  private static final String START = "hawser-agent: fingerprint ";

  private FingerprintLine() {}

  public static String format(Fingerprint fingerprint) {
    return START + fingerprint;
  }

  /// The fingerprint, if this is that line.
  ///
  /// @throws IllegalArgumentException if the line starts as one and then does not hold a
  ///     fingerprint
  public static Optional<Fingerprint> parse(String line) {
    return line.startsWith(START)
        ? Optional.of(new Fingerprint(line.substring(START.length()).strip()))
        : Optional.empty();
  }
}
