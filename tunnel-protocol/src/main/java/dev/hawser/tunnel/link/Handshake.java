package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.session.FrameTransport;
import dev.hawser.tunnel.session.TunnelSession;

/// How one end agrees with the other on which session a link belongs to. On the link's loop.
interface Handshake {
  /// The pipe stands and the peer has proved who it is.
  void begin(FrameTransport link);

  /// @return the session, which uses the link from now on
  /// @throws dev.hawser.tunnel.frame.ProtocolException if there is none; the peer is told
  TunnelSession onHello(FrameTransport link, Hello peer);
}
