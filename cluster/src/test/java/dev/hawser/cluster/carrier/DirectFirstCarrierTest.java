package dev.hawser.cluster.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.link.Carrier;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectFirstCarrierTest {
  private static final EventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private final Channel listener =
      new ServerBootstrap()
          .group(GROUP)
          .channel(NioServerSocketChannel.class)
          .childHandler(new ChannelInboundHandlerAdapter())
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .syncUninterruptibly()
          .channel();
  private final int port = ((InetSocketAddress) listener.localAddress()).getPort();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final EmbeddedChannel forwarded = new EmbeddedChannel();
  private final Carrier forward = loop -> loop.newSucceededFuture(forwarded);

  @AfterEach
  void close() {
    listener.close().syncUninterruptibly();
    forwarded.close();
  }

  @AfterAll
  static void stop() {
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void whereSomebodyListensThePipeIsStraightAndReadsNothingYet() throws Exception {
    Channel pipe = connect(to("127.0.0.1", port));

    assertThat(pipe.remoteAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", port));
    assertThat(pipe.config().isAutoRead()).isFalse();
    assertThat(notes).isEmpty(); // it may yet be another agent
    pipe.close().sync();
  }

  @Test
  void whereNobodyListensThePortForwardCarriesAndThatIsToldOnce() throws Exception {
    listener.close().sync();
    DirectFirstCarrier carrier = to("127.0.0.1", port);

    assertThat(connect(carrier)).isSameAs(forwarded);
    assertThat(connect(carrier)).isSameAs(forwarded);

    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith(
            "the link to pod orders-1 goes by port-forward: no straight way to 127.0.0.1:" + port)
        .contains("refused");
  }

  @Test
  void aNameThatNobodyKnowsIsNoWayEither() throws Exception {
    assertThat(connect(to("no-such-host.invalid", port))).isSameAs(forwarded);
    assertThat(notes).singleElement().asString().endsWith("the name is not known");
  }

  @Test
  void pipesThatTheLinkEndedAtOnceLeadToThePortForwardAndThenStraightAgain() throws Exception {
    DirectFirstCarrier carrier = to("127.0.0.1", port);
    for (int i = 0; i < 4; i++) {
      Channel wrong = connect(carrier);
      assertThat(wrong).isNotSameAs(forwarded);
      wrong.close().sync();
    }

    assertThat(connect(carrier)).isSameAs(forwarded);
    assertThat(notes).singleElement().asString().endsWith("what answers there is not this agent");

    Channel again = connect(carrier);
    assertThat(again).isNotSameAs(forwarded);
    again.close().sync();
  }

  @Test
  void aPipeIsProvedWhenItHasAnsweredAndIsStillOpenAfterTwoSeconds() {
    AtomicBoolean proved = new AtomicBoolean();
    EmbeddedChannel pipe = piped(proved);

    pipe.writeInbound(Unpooled.wrappedBuffer(new byte[] {1}));
    pipe.advanceTimeBy(1999, TimeUnit.MILLISECONDS);
    pipe.runScheduledPendingTasks();
    assertThat(proved).isFalse();
    pipe.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    pipe.runScheduledPendingTasks();

    assertThat(proved).isTrue();
    assertThat(pipe.isActive()).isTrue();
    assertThat(pipe.pipeline().get(Proof.class)).isNull();
    pipe.finishAndReleaseAll();
  }

  @Test
  void aPipeThatStaysSilentIsClosedAndProvesNothing() {
    AtomicBoolean proved = new AtomicBoolean();
    EmbeddedChannel pipe = piped(proved);

    pipe.advanceTimeBy(2, TimeUnit.SECONDS);
    pipe.runScheduledPendingTasks();

    assertThat(pipe.isActive()).isFalse();
    assertThat(proved).isFalse();
  }

  private static EmbeddedChannel piped(AtomicBoolean proved) {
    EmbeddedChannel pipe = new EmbeddedChannel();
    pipe.freezeTime();
    pipe.pipeline().addLast(new Proof(() -> proved.set(true)));
    return pipe;
  }

  private DirectFirstCarrier to(String host, int toPort) {
    return new DirectFirstCarrier(
        InetSocketAddress.createUnresolved(host, toPort), forward, "orders-1", notes::add);
  }

  private static Channel connect(Carrier carrier)
      throws InterruptedException, ExecutionException, TimeoutException {
    return carrier.connect(GROUP.next()).get(20, TimeUnit.SECONDS);
  }
}
