package dev.hawser.tunnel.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: longer after each failure, and never just as long as
/// others who lost their line at the same time.
///
/// @param first most to wait after the first failure
/// @param longest most to wait after any
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
  private static final int MAX_DOUBLINGS = 20;

  /// @param failures so far in a row; 0 for no wait
  public Duration pause(int failures) {
    if (failures == 0) {
      return Duration.ZERO;
    }
    long doubled = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
    long most = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }
}
