package dev.hawser.cluster.lease;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// For how long no renewal of a Lease has been seen here. Only what is observed counts, on this
/// process's own clock: other machines' clocks may be wrong.
///
/// Who has not looked for a while knows nothing of that while: an answer that did not come, or a
/// pause between two looks, begins the observation anew. One thread at a time.
public final class Silence {
  private final Pace pace;
  private final Duration longestGap;
  private @Nullable String renewal;
  private long sinceNs;
  private long lookedNs;
  private boolean heard;

  /// @param longestGap between two looks for them to count as one observation
  public Silence(Pace pace, Duration longestGap) {
    this.pace = pace;
    this.longestGap = longestGap;
  }

  /// Takes a look into account.
  ///
  /// @return for how long there has been silence
  public Duration observe(WorkloadLease lease) {
    long nowNs = pace.nowNs();
    if (renewal != null && !lease.renewal().equals(renewal)) {
      heard = true;
    }
    if (!lease.renewal().equals(renewal) || nowNs - lookedNs > longestGap.toNanos()) {
      renewal = lease.renewal();
      sinceNs = nowNs;
    }
    lookedNs = nowNs;
    return Duration.ofNanos(nowNs - sinceNs);
  }

  /// Nothing is known of the time until the next look.
  public void interrupt() {
    lookedNs = pace.nowNs() - longestGap.toNanos() - 1;
  }

  /// For how long the last renewal was ago at the last look; empty if none was seen to happen.
  public Optional<Duration> lastHeard() {
    return heard ? Optional.of(Duration.ofNanos(lookedNs - sinceNs)) : Optional.empty();
  }
}
