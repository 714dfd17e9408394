package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How often a peer may do something: so many times at once, and so many more with every second
/// (a token bucket). The clock is only read when the bucket is empty.
///
/// Confined to the session's loop.
public final class Budget {
  private final String what;
  private final long burst;
  private final long perSecond;
  private final LongSupplier clockNs;
  private long left;
  private long filledAtNs;

  /// @param what in the plural, for the error
  /// @param clockNs a monotonic clock
  public Budget(String what, long burst, long perSecond, LongSupplier clockNs) {
    this.what = what;
    this.burst = burst;
    this.perSecond = perSecond;
    this.clockNs = clockNs;
    this.left = burst;
    this.filledAtNs = clockNs.getAsLong();
  }

  /// @throws ProtocolException if it is used up
  public void spend() {
    if (left == 0) {
      fill();
    }
    left--;
  }

  private void fill() {
    long nowNs = clockNs.getAsLong();
    long forOneNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    left = Math.min(burst, (nowNs - filledAtNs) / forOneNs);
    if (left == 0) {
      throw new ProtocolException(
          ErrorCode.FLOODED,
          "%s: more than %d and then %d a second".formatted(what, burst, perSecond));
    }
    filledAtNs = nowNs;
  }
}
