package dev.hawser.tunnel.flow;

/// How far we may send: offsets count all bytes since the start and only rise, so a repeated or
/// late credit does no harm. Confined to the session's loop.
public final class SendWindow {
  private long sent;
  private long limit;

  public SendWindow(long initialLimit) {
    limit = initialLimit;
  }

  /// Bytes that may be sent now.
  public long available() {
    return limit - sent;
  }

  public void onSent(int bytes) {
    assert bytes <= available();
    sent += bytes;
  }

  /// @return whether there is more room than before
  public boolean raiseTo(long newLimit) {
    if (newLimit <= limit) {
      return false;
    }
    limit = newLimit;
    return true;
  }

  public long sent() {
    return sent;
  }
}
