package dev.hawser.tunnel.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Role;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinkSecurityTest {
  private final SessionCertificate endpoint = SessionCertificate.generate();
  private final SessionCertificate agent = SessionCertificate.generate();
  private final SessionCertificate stranger = SessionCertificate.generate();

  @Test
  void boringSslLoadsHere() {
    assertThat(OpenSsl.isAvailable()).as("%s", OpenSsl.unavailabilityCause()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"OPENSSL,OPENSSL", "JDK,JDK", "OPENSSL,JDK", "JDK,OPENSSL"})
  void twoEndsThatKnowEachOtherSpeakTls13(SslProvider client, SslProvider server) {
    try (Handshake handshake = new Handshake(client, endpoint, agent, server, agent, endpoint)) {
      assertThat(handshake.client.handshakeFuture().isSuccess()).isTrue();
      assertThat(handshake.server.handshakeFuture().isSuccess()).isTrue();
      assertThat(handshake.client.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL", "JDK"})
  void theEndpointRefusesAnAgentItDoesNotKnow(SslProvider provider) {
    try (Handshake handshake =
        new Handshake(provider, endpoint, agent, provider, stranger, endpoint)) {
      assertThat(handshake.client.handshakeFuture().cause())
          .isInstanceOf(SSLException.class)
          .hasStackTraceContaining(stranger.fingerprint().text());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SslProvider.class,
      names = {"OPENSSL", "JDK"})
  void theAgentRefusesAnEndpointItDoesNotKnow(SslProvider provider) {
    try (Handshake handshake =
        new Handshake(provider, stranger, agent, provider, agent, endpoint)) {
      assertThat(handshake.server.handshakeFuture().cause())
          .isInstanceOf(SSLException.class)
          .hasStackTraceContaining(stranger.fingerprint().text());
    }
  }

  /// A handshake in memory: each side's own certificate and the one it expects.
  private static final class Handshake implements AutoCloseable {
    final SslHandler client;
    final SslHandler server;
    private final EmbeddedChannel clientChannel;
    private final EmbeddedChannel serverChannel;

    Handshake(
        SslProvider clientProvider,
        SessionCertificate clientOwn,
        SessionCertificate clientExpects,
        SslProvider serverProvider,
        SessionCertificate serverOwn,
        SessionCertificate serverExpects) {
      clientChannel = new EmbeddedChannel();
      serverChannel = new EmbeddedChannel();
      client =
          LinkSecurity.pinned(Role.ENDPOINT, clientOwn, clientExpects.fingerprint(), clientProvider)
              .newHandler(clientChannel.alloc());
      server =
          LinkSecurity.pinned(Role.AGENT, serverOwn, serverExpects.fingerprint(), serverProvider)
              .newHandler(serverChannel.alloc());
      serverChannel.pipeline().addLast(server);
      clientChannel.pipeline().addLast(client);
      boolean moved = true;
      while (moved) {
        moved = carry(clientChannel, serverChannel);
        moved |= carry(serverChannel, clientChannel);
      }
    }

    private static boolean carry(EmbeddedChannel from, EmbeddedChannel to) {
      from.runPendingTasks();
      boolean moved = false;
      for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
        moved = true;
        if (to.isOpen()) {
          try {
            to.writeInbound(bytes);
          } catch (Exception refused) {
            assertThat(refused).hasRootCauseInstanceOf(Exception.class);
          }
        } else {
          bytes.release();
        }
      }
      return moved;
    }

    @Override
    public void close() {
      try {
        clientChannel.finishAndReleaseAll();
      } catch (Exception refused) {
        assertThat(refused).isInstanceOf(Exception.class);
      }
      try {
        serverChannel.finishAndReleaseAll();
      } catch (Exception refused) {
        assertThat(refused).isInstanceOf(Exception.class);
      }
    }
  }
}
