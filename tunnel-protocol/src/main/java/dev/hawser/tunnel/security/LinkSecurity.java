package dev.hawser.tunnel.security;

import dev.hawser.tunnel.frame.Role;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// TLS 1.3 (RFC 8446) in which each side shows its session certificate and takes no other than the
/// pinned one from its peer. The endpoint is the client. BoringSSL where it loads, else the JDK.
public final class LinkSecurity {
  private static final String TLS_1_3 = "TLSv1.3";
  private static final long HANDSHAKE_LIMIT_MS = 10_000;

  private final SslContext context;

  private LinkSecurity(SslContext context) {
    this.context = context;
  }

  public static LinkSecurity pinned(Role role, SessionCertificate own, Fingerprint peer) {
    return pinned(role, own, peer, OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK);
  }

  static LinkSecurity pinned(
      Role role, SessionCertificate own, Fingerprint peer, SslProvider provider) {
    SessionKeyManager key = new SessionKeyManager(own);
    PinnedTrust trust = new PinnedTrust(peer);
    SslContextBuilder builder =
        switch (role) {
          case ENDPOINT ->
              SslContextBuilder.forClient()
                  .keyManager(key)
                  .endpointIdentificationAlgorithm(null); // the pin says more than a name
          case AGENT -> SslContextBuilder.forServer(key).clientAuth(ClientAuth.REQUIRE);
        };
    try {
      return new LinkSecurity(
          builder.trustManager(trust).protocols(TLS_1_3).sslProvider(provider).build());
    } catch (SSLException e) {
      throw new IllegalStateException("TLS 1.3 with " + provider + " cannot be set up", e);
    }
  }

  public SslHandler newHandler(ByteBufAllocator allocator) {
    SslHandler handler = context.newHandler(allocator);
    handler.setHandshakeTimeout(HANDSHAKE_LIMIT_MS, TimeUnit.MILLISECONDS);
    handler.setWrapDataSize(
        0); // what is written is encrypted where it lies: records are the link's
    return handler;
  }
}
