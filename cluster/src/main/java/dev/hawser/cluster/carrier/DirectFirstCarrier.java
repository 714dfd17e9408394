package dev.hawser.cluster.carrier;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.link.SocketChannels;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Straight TCP to an agent where it is reached so, the port-forward where it is not. The link's
/// own TLS is the same on both.
///
/// An address may lead to several pods, a Service's in turn. One that has no agent yet refuses, so
/// the connecting is repeated for two seconds. Which agent has answered, the link sees by its
/// certificate, and ends the pipe of a wrong one at once; so a pipe that [Proof] does not vouch for
/// is a miss, and after some in a row the port-forward carries the next link.
/// ```
///  straight ──no connection in two seconds───► port-forward
///     └──pipe unproven, MISSES in a row──────► port-forward, then straight again
/// ```
public final class DirectFirstCarrier implements Carrier {
  private static final int CONNECT_LIMIT_MS = 2_000;
  private static final int PAUSE_MS = 100;
  private static final int MISSES = 4;

  private final InetSocketAddress address;
  private final Carrier forward;
  private final String agent;
  private final Consumer<String> notes;
  private final AtomicInteger misses = new AtomicInteger();
  private final AtomicReference<String> told = new AtomicReference<>("");

  /// @param address resolved at each try
  /// @param agent its name, for notes
  /// @param notes for the user: which way the link goes, whenever that changes; on any thread
  public DirectFirstCarrier(
      InetSocketAddress address, Carrier forward, String agent, Consumer<String> notes) {
    this.address = address;
    this.forward = forward;
    this.agent = agent;
    this.notes = notes;
  }

  @Override
  public Future<Channel> connect(EventLoop loop) {
    if (misses.get() >= MISSES) {
      misses.set(0);
      tellFallBack("what answers there is not this agent");
      return forward.connect(loop);
    }
    Promise<Channel> promise = loop.newPromise();
    Thread.ofVirtual()
        .name("resolve " + address.getHostString())
        .start(() -> resolve(loop, promise)); // names are asked for, which blocks
    return promise;
  }

  private void resolve(EventLoop loop, Promise<Channel> promise) {
    InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
    if (resolved.isUnresolved()) {
      fallBack("the name is not known", loop, promise);
    } else {
      dial(resolved, System.nanoTime(), loop, promise);
    }
  }

  private void dial(
      InetSocketAddress resolved, long startedNs, EventLoop loop, Promise<Channel> promise) {
    int leftMs = CONNECT_LIMIT_MS - (int) NANOSECONDS.toMillis(System.nanoTime() - startedNs);
    SocketChannels.connections(loop, Math.max(leftMs, 1))
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(resolved)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                handOver(connected.channel(), promise);
              } else if (connected.cause() instanceof ConnectTimeoutException
                  || leftMs <= PAUSE_MS
                  || promise.isDone()) {
                fallBack(String.valueOf(connected.cause().getMessage()), loop, promise);
              } else {
                loop.schedule(
                    () -> dial(resolved, startedNs, loop, promise), PAUSE_MS, MILLISECONDS);
              }
            });
  }

  private void handOver(Channel channel, Promise<Channel> promise) {
    misses.incrementAndGet(); // until it is proved
    channel.pipeline().addLast(new Proof(this::onProved));
    if (!promise.trySuccess(channel)) {
      channel.close(); // nobody waits for it any more
    }
  }

  private void fallBack(String why, EventLoop loop, Promise<Channel> promise) {
    tellFallBack(why);
    forward
        .connect(loop)
        .addListener(
            (Future<Channel> done) -> {
              if (!done.isSuccess()) {
                promise.tryFailure(done.cause());
              } else if (!promise.trySuccess(done.getNow())) {
                done.getNow().close();
              }
            });
  }

  private void onProved() {
    misses.set(0);
    tell("the link to pod %s goes straight to %s".formatted(agent, place()));
  }

  private void tellFallBack(String why) {
    tell(
        "the link to pod %s goes by port-forward: no straight way to %s: %s"
            .formatted(agent, place(), why));
  }

  private void tell(String text) {
    if (!text.equals(told.getAndSet(text))) {
      notes.accept(text);
    }
  }

  private String place() {
    return address.getHostString() + ":" + address.getPort();
  }

  @Override
  public String toString() {
    return "straight to %s, else %s".formatted(place(), forward);
  }
}
