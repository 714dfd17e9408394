package dev.hawser.tunnel.flow;

/// The shortest round trip of the link in a window of time. The shortest, because queues only ever
/// add to it. Confined to the session's loop.
public final class RoundTrip {
  private final long periodNs;
  private final long[] shortestNs;
  private int period;
  private long beganAtNs;

  /// @param periods of which the shortest each is remembered
  /// @param periodNs how long one is
  public RoundTrip(int periods, long periodNs) {
    this.periodNs = periodNs;
    this.shortestNs = new long[periods];
  }

  /// @param ns one round trip, at least 1
  public void add(long ns, long nowNs) {
    if (shortestNs[period] != 0 && nowNs - beganAtNs >= periodNs) {
      period = (period + 1) % shortestNs.length;
      shortestNs[period] = 0;
    }
    if (shortestNs[period] == 0) {
      beganAtNs = nowNs;
      shortestNs[period] = Math.max(1, ns);
    } else {
      shortestNs[period] = Math.min(shortestNs[period], Math.max(1, ns));
    }
  }

  /// 0 until one was measured.
  public long minNs() {
    long min = 0;
    for (long shortest : shortestNs) {
      if (shortest != 0 && (min == 0 || shortest < min)) {
        min = shortest;
      }
    }
    return min;
  }
}
