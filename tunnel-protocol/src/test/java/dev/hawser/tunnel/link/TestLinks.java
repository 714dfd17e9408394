package dev.hawser.tunnel.link;

import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/// Links over channels that tests hold in their hands, without TLS.
public final class TestLinks {
  private TestLinks() {}

  /// The endpoint's end of a link for a session.
  public static Future<TunnelSession> dialled(Channel channel, TunnelSession session) {
    return Links.establish(channel, Optional.empty(), new DialledHandshake(session));
  }
}
