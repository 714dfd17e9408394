package dev.hawser.tunnel.session;

/// Decides what becomes of the streams that the peer opens.
@FunctionalInterface
public interface StreamAcceptor {
  /// On the session's loop. Must attach a receiver or reset the stream before it returns; confirms
  /// it once the destination is reached.
  void onOpen(TunnelStream stream);
}
