package dev.hawser.tunnel.flow;

/// The shortest round trip of the link in a window of recent pings. The shortest, because queues
/// only ever add to it. Confined to the session's loop.
public final class RoundTrip {
  private final long[] recentNs;
  private int count;

  /// @param pings how many are remembered
  public RoundTrip(int pings) {
    recentNs = new long[pings];
  }

  public void add(long ns) {
    recentNs[count++ % recentNs.length] = ns;
  }

  /// 0 until one was measured.
  public long minNs() {
    if (count == 0) {
      return 0;
    }
    long min = Long.MAX_VALUE;
    for (int i = 0; i < Math.min(count, recentNs.length); i++) {
      min = Math.min(min, recentNs[i]);
    }
    return min;
  }
}
