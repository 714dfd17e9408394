package dev.hawser.cluster.lease;

import java.time.Duration;

/// Time that passes when somebody pauses, and in which something may happen.
public final class ManualPace implements Pace {
  private long nowNs = 1_000_000_000_000L;
  private Runnable meanwhile = () -> {};

  /// @param event happens in every pause from now on
  public void meanwhile(Runnable event) {
    meanwhile = event;
  }

  public Duration since(long startNs) {
    return Duration.ofNanos(nowNs - startNs);
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public void pause(Duration duration) {
    nowNs += duration.toNanos();
    meanwhile.run();
  }
}
