package dev.hawser.endpoint.inbound;

import static java.util.Objects.requireNonNull;

import dev.hawser.tunnel.link.SocketChannels;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/// Whether the local process takes calls yet. One that was started a moment ago listens nowhere:
/// until it does, calls wait and agents are not ready, so that the originals serve.
///
/// ```
///  WAITING ──every port listens, or one has for SETTLING, or the limit is over, or told──► OPEN
/// ```
/// Once it is open, a call to a port on which nobody listens is refused. Confined to the event
/// loop.
public final class Reception {
  /// Processes open their ports together, more or less.
  private static final Duration SETTLING = Duration.ofSeconds(2);

  private static final long PAUSE_MS = 20;
  private static final int DIAL_LIMIT_MS = 1_000;

  private final EventLoop loop;
  private final List<InetAddress> loopback;
  private final Map<Integer, Promise<Void>> listening = new TreeMap<>();
  private final Promise<Set<Integer>> opened;

  /// @param loopback where the process may listen
  Reception(EventLoop loop, Collection<Integer> localPorts, List<InetAddress> loopback) {
    this.loop = loop;
    this.loopback = loopback;
    this.opened = loop.newPromise();
    localPorts.forEach(port -> listening.put(port, loop.newPromise()));
  }

  /// Looks whether the process listens, until it does.
  ///
  /// @param limit after which nobody waits for it any more
  public void watch(Duration limit) {
    loop.schedule(this::open, limit.toMillis(), TimeUnit.MILLISECONDS);
    openIfComplete();
    listening.keySet().forEach(port -> knock(port, 0));
  }

  /// Takes calls, whether or not anybody listens.
  public void open() {
    Set<Integer> silent = silent();
    if (opened.trySuccess(silent)) {
      listening.values().forEach(port -> port.trySuccess(null));
    }
  }

  /// Completed when calls are taken, with the ports on which nobody listened by then.
  public Future<Set<Integer>> opened() {
    return opened;
  }

  /// Completed when a call to the port need not wait.
  Future<Void> takesCalls(int localPort) {
    return requireNonNull(listening.get(localPort));
  }

  private Set<Integer> silent() {
    Set<Integer> silent = new TreeSet<>();
    listening.forEach(
        (port, promise) -> {
          if (!promise.isSuccess()) {
            silent.add(port);
          }
        });
    return silent;
  }

  private void openIfComplete() {
    if (silent().isEmpty()) {
      open();
    }
  }

  /// Finds out as callers would, for the process may be anywhere and is told nothing by it.
  private void knock(int port, int address) {
    if (opened.isDone()) {
      return;
    }
    SocketChannels.connections(loop, DIAL_LIMIT_MS)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(new InetSocketAddress(loopback.get(address), port))
        .addListener(
            (ChannelFuture done) -> {
              if (done.isSuccess()) {
                done.channel().close();
                onListening(port);
              } else if (address + 1 < loopback.size()) {
                knock(port, address + 1);
              } else {
                loop.schedule(() -> knock(port, 0), PAUSE_MS, TimeUnit.MILLISECONDS);
              }
            });
  }

  private void onListening(int port) {
    requireNonNull(listening.get(port)).trySuccess(null);
    loop.schedule(this::open, SETTLING.toMillis(), TimeUnit.MILLISECONDS);
    openIfComplete();
  }
}
