package dev.hawser.endpoint.inbound;

import static java.util.Objects.requireNonNull;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.relay.RelayDialer;
import dev.hawser.tunnel.session.StreamAcceptor;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Dials the local process for every connection that the pod accepted. On the event loop.
///
/// Calls wait for a process that is starting ([Reception]). One that does not listen, and a port
/// that nobody serves here, are refused: the caller in the cluster sees the refusal.
public final class InboundStreams implements StreamAcceptor {
  private final EventLoop loop;
  private final Map<Integer, List<InetSocketAddress>> localAddresses = new HashMap<>();
  private final RelayDialer dialer;
  private final Reception reception;
  private final List<Consumer<TunnelStream>> watchers = new ArrayList<>();

  /// @param localPorts the local port of each container port
  public InboundStreams(EventLoop loop, Map<Integer, Integer> localPorts) {
    this.loop = loop;
    List<InetAddress> loopback = LocalLoopback.addresses();
    localPorts.forEach(
        (container, local) ->
            localAddresses.put(
                container,
                loopback.stream().map(address -> new InetSocketAddress(address, local)).toList()));
    dialer = new RelayDialer(loop, this::addresses);
    reception = new Reception(loop, localPorts.values(), loopback);
  }

  /// Whether the local process takes calls.
  public Reception reception() {
    return reception;
  }

  /// Tells of every connection from the cluster that is served from now on. On the event loop.
  void watch(Consumer<TunnelStream> watcher) {
    watchers.add(watcher);
  }

  /// On the event loop.
  void unwatch(Consumer<TunnelStream> watcher) {
    watchers.remove(watcher);
  }

  @Override
  public void onOpen(TunnelStream stream) {
    switch (stream.destination().protocol()) {
      case TCP -> {
        if (isServed(stream.destination())) {
          dialer.dial(stream);
          watchers.forEach(watcher -> watcher.accept(stream));
        } else {
          stream.reset(ResetCode.REFUSED);
        }
      }
      case SERVICE, UDP -> stream.reset(ResetCode.UNSUPPORTED);
    }
  }

  private boolean isServed(Destination destination) {
    return destination.host().isEmpty() && localAddresses.containsKey(destination.port());
  }

  private Future<List<InetSocketAddress>> addresses(Destination destination) {
    List<InetSocketAddress> addresses = requireNonNull(localAddresses.get(destination.port()));
    Promise<List<InetSocketAddress>> known = loop.newPromise();
    int port = addresses.getFirst().getPort();
    reception.takesCalls(port).addListener(taken -> known.setSuccess(addresses));
    return known;
  }
}
