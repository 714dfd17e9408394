package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.ProtocolException;

/// How far the peer may send, and when to tell it that it may send further.
///
/// Credit is due when an eighth of the window has been consumed since it was last given, or half of
/// a small one: what was consumed and not told yet is missing from what may be on its way.
///
/// A window that is used up so fast that its credit hardly has time to travel (half of it within
/// two round trips) is doubled, up to a limit: the reader keeps pace and only the distance holds
/// the sender back.
///
/// Confined to the session's loop; offsets are bytes since the start.
public final class ReceiveWindow {
  private static final int STEPS = 8;
  private static final long LEAST_STEP = 128 * 1024;

  private final long initialWindow;
  private final long maxWindow;
  private final GrowthBudget growth;
  private long window;
  private long received;
  private long consumed;
  private long advertised;
  private long halfBegan;
  private long halfBeganNs;

  /// @param growth shared with other windows; [#shrink] gives back
  public ReceiveWindow(long window, long maxWindow, GrowthBudget growth, long nowNs) {
    this.initialWindow = window;
    this.window = window;
    this.maxWindow = Math.max(window, maxWindow);
    this.growth = growth;
    this.advertised = window;
    this.halfBeganNs = nowNs;
  }

  /// @throws ProtocolException if the peer had no credit for these bytes
  public void onReceived(int bytes) {
    received += bytes;
    if (received > advertised) {
      throw new ProtocolException(
          ErrorCode.FLOW_CONTROL,
          "received: %d bytes (expected: at most %d)".formatted(received, advertised));
    }
  }

  /// @param bytes that were written onward
  /// @return whether [#credit] should be sent now
  public boolean onConsumed(long bytes) {
    consumed += bytes;
    assert consumed <= received;
    return consumed + window - advertised >= step();
  }

  private long step() {
    return Math.min(window / 2, Math.max(window / STEPS, LEAST_STEP));
  }

  /// The offset to tell the peer.
  ///
  /// @param roundTripNs shortest seen lately, 0 if none was measured
  public long credit(long nowNs, long roundTripNs) {
    if (consumed - halfBegan >= window / 2) {
      if (nowNs - halfBeganNs < 2 * roundTripNs) {
        grow();
      }
      halfBegan = consumed;
      halfBeganNs = nowNs;
    }
    advertised = Math.max(advertised, consumed + window);
    return advertised;
  }

  /// Doubles the window, as far as its limit and the budget allow.
  ///
  /// @return whether it grew
  public boolean grow() {
    long more = Math.min(window, maxWindow - window);
    if (more == 0 || !growth.take(more)) {
      return false;
    }
    window += more;
    return true;
  }

  /// Goes back to the window of the beginning; what was already allowed stays allowed.
  public void shrink() {
    growth.giveBack(window - initialWindow);
    window = initialWindow;
  }

  /// Whether the peer has used up nearly all of it, and that because it was not consumed.
  public boolean isClogged() {
    return advertised - received < window / 4 && unconsumed() > window / 2;
  }

  public long received() {
    return received;
  }

  /// Bytes that arrived and were not yet written onward.
  public long unconsumed() {
    return received - consumed;
  }
}
