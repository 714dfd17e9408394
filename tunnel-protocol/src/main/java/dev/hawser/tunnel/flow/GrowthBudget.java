package dev.hawser.tunnel.flow;

/// How far the windows of all streams together may grow beyond what they began with, so that a few
/// that grew and then stalled cannot hold all of the session's window. Confined to the session's
/// loop.
public final class GrowthBudget {
  private long leftBytes;

  public GrowthBudget(long bytes) {
    leftBytes = bytes;
  }

  /// @return whether there was as much left, which is then taken
  boolean take(long bytes) {
    if (bytes > leftBytes) {
      return false;
    }
    leftBytes -= bytes;
    return true;
  }

  void giveBack(long bytes) {
    leftBytes += bytes;
  }
}
