package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.Budget;
import java.util.Locale;
import java.util.function.LongSupplier;

/// How much of what costs the peer little and us much it may send in a session: far more than an
/// honest peer does, far less than would hurt.
public enum Allowance {
  /// RST and STOP_SENDING.
  RESETS(50_000, 20_000),
  /// CREDIT and ACK.
  UPDATES(200_000, 100_000),
  PINGS(100, 20),
  /// DATA without bytes that does not end its stream.
  EMPTY_FRAMES(1_000, 100);

  /// Streams that the peer has open at a time; more are reset.
  public static final int MAX_STREAMS = 65_536;

  /// Streams that the peer has opened and that were neither reached nor refused yet; more are
  /// reset.
  public static final int MAX_UNCONFIRMED = 16_384;

  private final int burst;
  private final int perSecond;

  Allowance(int burst, int perSecond) {
    this.burst = burst;
    this.perSecond = perSecond;
  }

  /// How many at once.
  public int burst() {
    return burst;
  }

  /// How many more with every second.
  public int perSecond() {
    return perSecond;
  }

  Budget budget(LongSupplier clockNs) {
    return new Budget(name().toLowerCase(Locale.ROOT).replace('_', ' '), burst, perSecond, clockNs);
  }
}
