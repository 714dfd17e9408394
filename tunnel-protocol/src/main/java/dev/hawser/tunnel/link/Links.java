package dev.hawser.tunnel.link;

import dev.hawser.tunnel.security.LinkSecurity;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/// Makes links of a carrier's byte pipes, and the endpoint's sessions over them.
///
/// The pipeline, from the network inwards: what the carrier put there (TLS to the API server,
/// WebSocket), then our own TLS, then [LinkHandler], which ends it.
public final class Links {
  /// For TLS and the exchange of HELLO together.
  public static final long HANDSHAKE_LIMIT_MS = 15_000;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private Links() {}

  /// Begins a session over the carrier, which is then asked for another link whenever the session
  /// needs one, until it is over.
  ///
  /// @param lane which of the sessions with this agent that go beside each other
  /// @return the session, once it is linked; a failure leaves nothing
  public static Future<TunnelSession> dial(
      Carrier carrier, EventLoop loop, LinkSettings settings, int lane) {
    Promise<TunnelSession> begun = loop.newPromise();
    UUID id = UUID.randomUUID();
    connect(
        carrier,
        loop,
        settings.security(),
        channel ->
            new DialledHandshake(
                kept(
                    new TunnelSession(loop, settings.session(id, lane, channel.alloc())),
                    carrier,
                    settings)),
        begun);
    return begun;
  }

  private static TunnelSession kept(TunnelSession session, Carrier carrier, LinkSettings settings) {
    session.onLine(
        new LinkKeeper(
            session,
            carrier,
            settings,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE, ThreadLocalRandom.current())));
    return session;
  }

  /// Another link for a session.
  static Future<TunnelSession> dialLink(
      Carrier carrier, TunnelSession session, Optional<LinkSecurity> security) {
    Promise<TunnelSession> linked = session.eventLoop().newPromise();
    connect(
        carrier, session.eventLoop(), security, channel -> new DialledHandshake(session), linked);
    return linked;
  }

  private static void connect(
      Carrier carrier,
      EventLoop loop,
      Optional<LinkSecurity> security,
      Function<Channel, Handshake> handshake,
      Promise<TunnelSession> established) {
    carrier
        .connect(loop)
        .addListener(
            (Future<Channel> connected) -> {
              if (connected.isSuccess()) {
                Channel channel = connected.getNow();
                loop.execute(
                    () -> establish(channel, security, handshake.apply(channel), established));
              } else {
                established.setFailure(connected.cause());
              }
            });
  }

  /// Takes over a connected channel, on its loop. Completed once TLS and HELLO have been exchanged;
  /// until then, at most [#HANDSHAKE_LIMIT_MS]. A failure has closed the channel.
  static Future<TunnelSession> establish(
      Channel carrier, Optional<LinkSecurity> security, Handshake handshake) {
    Promise<TunnelSession> established = carrier.eventLoop().newPromise();
    establish(carrier, security, handshake, established);
    return established;
  }

  private static void establish(
      Channel carrier,
      Optional<LinkSecurity> security,
      Handshake handshake,
      Promise<TunnelSession> established) {
    security.ifPresent(tls -> carrier.pipeline().addLast(tls.newHandler(carrier.alloc())));
    carrier.pipeline().addLast(new LinkHandler(security.isPresent(), handshake, established));
    carrier.config().setAutoRead(true);
  }
}
