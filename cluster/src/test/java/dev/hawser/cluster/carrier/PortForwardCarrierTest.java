package dev.hawser.cluster.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PortForwardCarrierTest {
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

  @AfterAll
  static void stop() {
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @ParameterizedTest
  @EnumSource
  void bytesPassBothWaysUnchanged(ForwardProtocol protocol) throws Exception {
    try (FakeApiServer server = server(protocol, "t")) {
      byte[] sent = new byte[1_000_003];
      new Random(1).nextBytes(sent);
      Channel pipe = connect(config(server, "t"));
      CompletableFuture<byte[]> echoed = collect(pipe, sent.length);

      assertThat(pipe.config().isAutoRead()).isFalse();
      pipe.config().setAutoRead(true);
      pipe.writeAndFlush(Unpooled.wrappedBuffer(sent));

      assertThat(echoed.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
      pipe.close().sync();
    }
  }

  @Test
  void theRequestNamesPodAndPortBelowTheServersOwnPath() throws Exception {
    try (FakeApiServer server = server("t")) {
      Config config = config(server, "t");
      config.setMasterUrl(server.url() + "/k8s/clusters/c-1/");
      config.setImpersonateUsername("jane");

      connect(config).close().sync();

      assertThat(server.requests.getFirst().uri())
          .isEqualTo(
              "/k8s/clusters/c-1/api/v1/namespaces/shop/pods/orders-1/portforward?ports=17170");
      assertThat(server.requests.getFirst().headers().get("Impersonate-User")).isEqualTo("jane");
    }
  }

  @Test
  void bothProtocolsAreOfferedThePreferredOneFirst() throws Exception {
    try (FakeApiServer server = server("t")) {
      connect(config(server, "t")).close().sync();

      assertThat(server.requests.getFirst().headers().get("Sec-WebSocket-Protocol"))
          .isEqualTo("SPDY/3.1+portforward.k8s.io, v4.channel.k8s.io");
    }
  }

  @Test
  void theChoiceOfTheEnvironmentIsTheOnlyOffer() {
    assertThat(ForwardProtocol.offered(Map.of("HAWSER_PORT_FORWARD", "channel")))
        .containsExactly(ForwardProtocol.CHANNEL);
    assertThatThrownBy(() -> ForwardProtocol.offered(Map.of("HAWSER_PORT_FORWARD", "http")))
        .hasMessage("HAWSER_PORT_FORWARD: http (expected: spdy or channel)");
  }

  @Test
  void aServerThatUpgradesToNothingOfWhatWasOfferedIsRefused() {
    try (FakeApiServer server = server(ForwardProtocol.CHANNEL, "t")) {
      assertThatThrownBy(() -> connect(config(server, "t"), List.of(ForwardProtocol.SPDY)))
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void aRefusalIsToldWithTheServersMessage() {
    try (FakeApiServer server =
        new FakeApiServer(
            GROUP,
            ForwardProtocol.SPDY,
            "t",
            HttpResponseStatus.FORBIDDEN,
            "{\"kind\":\"Status\",\"message\":\"pods is forbidden:\\ncannot get\"}")) {
      assertThatThrownBy(() -> connect(config(server, "other")))
          .hasRootCauseInstanceOf(UpgradeRefused.class)
          .hasMessageContaining(
              "port-forward to pod orders-1 in namespace shop:"
                  + " the API server answered HTTP 403 Forbidden: pods is forbidden: cannot get");
    }
  }

  @Test
  void aTokenThatHasExpiredIsRenewedOnce() throws Exception {
    try (FakeApiServer server = server("new")) {
      AtomicInteger asked = new AtomicInteger();
      Config config = config(server, "unused");
      config.setOauthTokenProvider(() -> asked.getAndIncrement() == 0 ? "old" : "new");

      connect(config).close().sync();

      assertThat(server.requests).hasSize(2);
    }
  }

  @Test
  void aTokenThatCannotBeRenewedIsRefusedOnce() {
    try (FakeApiServer server = server("new")) {
      assertThatThrownBy(() -> connect(config(server, "old")))
          .hasMessageContaining("HTTP 401 Unauthorized");
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void aServerThatIsNotThereIsToldAsSuch() {
    FakeApiServer server = server("t");
    server.close();

    assertThatThrownBy(() -> connect(config(server, "t")))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("Connection refused");
  }

  private static FakeApiServer server(String token) {
    return server(ForwardProtocol.SPDY, token);
  }

  private static FakeApiServer server(ForwardProtocol protocol, String token) {
    return new FakeApiServer(
        GROUP, protocol, token, HttpResponseStatus.UNAUTHORIZED, "Unauthorized");
  }

  private static Config config(FakeApiServer server, String token) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.url())
        .withOauthToken(token)
        .build();
  }

  private static Channel connect(Config config)
      throws InterruptedException, ExecutionException, TimeoutException {
    return connect(config, List.of(ForwardProtocol.values()));
  }

  private static Channel connect(Config config, List<ForwardProtocol> offered)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new PortForwardCarrier(config, "shop", "orders-1", 17170, offered)
        .connect(GROUP.next())
        .get(20, TimeUnit.SECONDS);
  }

  private static CompletableFuture<byte[]> collect(Channel pipe, int bytes) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    pipe.pipeline()
        .addLast(
            new SimpleChannelInboundHandler<ByteBuf>() {
              @Override
              protected void channelRead0(ChannelHandlerContext ctx, ByteBuf data) {
                received.writeBytes(ByteBufUtil.getBytes(data));
                if (received.size() == bytes) {
                  all.complete(received.toByteArray());
                }
              }

              @Override
              public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                all.completeExceptionally(cause);
              }
            });
    return all;
  }
}
