package dev.hawser.tunnel.link;

import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/// Makes a link, and the session over it, of a carrier's byte pipe.
///
/// The pipeline, from the network inwards: what the carrier put there (TLS to the API server,
/// WebSocket), then our own TLS, then [LinkHandler], which ends it.
public final class Links {
  /// For TLS and the exchange of HELLO together.
  public static final long HANDSHAKE_LIMIT_MS = 15_000;

  private Links() {}

  /// Connects through the carrier, then as [#establish].
  public static Future<TunnelSession> dial(Carrier carrier, EventLoop loop, LinkSettings settings) {
    Promise<TunnelSession> established = loop.newPromise();
    carrier
        .connect(loop)
        .addListener(
            (Future<Channel> connected) -> {
              if (connected.isSuccess()) {
                establish(connected.getNow(), settings, established);
              } else {
                established.setFailure(connected.cause());
              }
            });
    return established;
  }

  /// Takes over a connected channel. Completed once TLS and HELLO have been exchanged; until then,
  /// at most [#HANDSHAKE_LIMIT_MS]. A failure has closed the channel.
  public static Future<TunnelSession> establish(Channel carrier, LinkSettings settings) {
    Promise<TunnelSession> established = carrier.eventLoop().newPromise();
    establish(carrier, settings, established);
    return established;
  }

  private static void establish(
      Channel carrier, LinkSettings settings, Promise<TunnelSession> established) {
    if (!carrier.eventLoop().inEventLoop()) {
      carrier.eventLoop().execute(() -> establish(carrier, settings, established));
      return;
    }
    settings
        .security()
        .ifPresent(security -> carrier.pipeline().addLast(security.newHandler(carrier.alloc())));
    carrier.pipeline().addLast(new LinkHandler(settings, established));
    carrier.config().setAutoRead(true);
  }
}
