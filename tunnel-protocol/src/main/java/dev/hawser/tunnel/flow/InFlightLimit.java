package dev.hawser.tunnel.flow;

/// How much may be unacknowledged before bulk waits: about twice what the line holds when its
/// queues are empty, so that it is always busy and nothing waits long behind it, neither in this
/// machine's socket nor in the other's.
///
/// Measured in rounds: what was unacknowledged at a round's beginning is acknowledged at its end. A
/// round that took the shortest round trip found no queue, and the limit doubles; one that took
/// longer found one, and the limit follows it down. Rounds in which it did not matter change
/// nothing. Where nothing small goes beside bulk, nobody waits, and larger bursts cost less.
///
/// Confined to the session's loop; offsets are bytes since the session's start.
public final class InFlightLimit {
  /// The least: TCP, TLS and two processes are kept busy by that on a line without distance.
  public static final int LEAST_BYTES = 128 * 1024;

  /// The least while there is nothing but bulk.
  public static final long LEAST_ALONE_BYTES = 2 * 1024 * 1024;

  private static final int ROUNDS_AFTER_SMALL = 64;

  private final long mostBytes;
  private long limit = LEAST_BYTES;
  private int roundsAfterSmall;
  private boolean mattered;
  private long roundEnd;
  private long roundBegin;
  private long roundBeganNs;

  /// @param mostBytes beyond which it does not grow
  public InFlightLimit(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// @return whether bulk may be sent now
  public boolean allows(long inFlight) {
    boolean allowed =
        inFlight < (roundsAfterSmall > 0 ? limit : Math.max(limit, LEAST_ALONE_BYTES));
    mattered |= !allowed;
    return allowed;
  }

  /// A stream sent little, and may wait for an answer.
  public void onSmall() {
    roundsAfterSmall = ROUNDS_AFTER_SMALL;
  }

  /// The peer has acknowledged up to here.
  ///
  /// @param sent all that was sent so far
  /// @param roundTripNs the shortest seen lately, 0 if none was measured
  public void onAcknowledged(long acknowledged, long sent, long nowNs, long roundTripNs) {
    if (acknowledged < roundEnd) {
      return;
    }
    if (mattered && roundTripNs > 0) {
      adjust(acknowledged - roundBegin, Math.max(roundTripNs, nowNs - roundBeganNs), roundTripNs);
    }
    mattered = false;
    if (roundsAfterSmall > 0) {
      roundsAfterSmall--;
    }
    roundBegin = acknowledged;
    roundEnd = sent;
    roundBeganNs = nowNs;
  }

  private void adjust(long delivered, long tookNs, long roundTripNs) {
    long held = (long) ((double) delivered * roundTripNs / tookNs);
    long gently = limit - limit / 4;
    limit = Math.clamp(Math.max(2 * held, gently), LEAST_BYTES, mostBytes);
  }

  public long bytes() {
    return limit;
  }
}
