package dev.hawser.endpoint.outbound;

import dev.hawser.tunnel.relay.RelayListener;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The listeners of one service at one address: one for each of its ports or, when the address
/// cannot be had, none. The service may change its ports meanwhile; its address stays.
final class ServiceBinding {
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;
  private static final String KEPT_FREE =
      "the local process may listen on every address with that port, so it is kept free";
  private static final String IN_USE = "another process listens on it";
  private static final String FORBIDDEN =
      "this user may not listen on it (see net.ipv4.ip_unprivileged_port_start)";

  private final InetAddress address;
  private final Listening listening;
  private final Map<ClusterService.Port, Bound> bound = new HashMap<>();
  private ClusterService service;
  private Optional<String> whyOther = Optional.empty();
  private boolean lacksAPortInUse;

  private record Bound(Channel channel, PublishedService.Port port) {}

  /// What all services have in common.
  record Listening(
      EventLoop loop, Supplier<@Nullable TunnelSession> session, Set<Integer> keptFree) {}

  ServiceBinding(ClusterService service, InetAddress address, Listening listening) {
    this.service = service;
    this.address = address;
    this.listening = listening;
  }

  /// Binds real ports where they can be had and others where not.
  ///
  /// @return false, with nothing bound, if the address cannot be had
  boolean bindRealPorts() {
    return bindAll(this::bindReal);
  }

  /// Binds other ports than the real ones.
  ///
  /// @param why is told of each
  boolean bindOtherPorts(String why) {
    whyOther = Optional.of(why);
    return bindAll(port -> bindOther(port, why));
  }

  private boolean bindAll(Predicate<ClusterService.Port> bind) {
    for (ClusterService.Port port : service.ports()) {
      if (!bind.test(port)) {
        close();
        return false;
      }
    }
    return true;
  }

  /// Listens at the ports that the service has now. Those that it had before stay open; one that
  /// cannot be bound at all is left out.
  ///
  /// @param changed the same service, at the same host
  void follow(ClusterService changed) {
    service = changed;
    bound
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !changed.ports().contains(entry.getKey());
              if (gone) {
                entry.getValue().channel().close().awaitUninterruptibly();
              }
              return gone;
            });
    for (ClusterService.Port port : changed.ports()) {
      if (!bound.containsKey(port)) {
        whyOther.ifPresentOrElse(why -> bindOther(port, why), () -> bindReal(port));
      }
    }
  }

  /// Whether the agent would be asked for the same host.
  boolean leadsTo(ClusterService other) {
    return service.host().equals(other.host());
  }

  /// Whether a port is not the real one because another process has that: another address may be
  /// better.
  boolean lacksAPortInUse() {
    return lacksAPortInUse;
  }

  /// A port is not free at once: a selector that has it lets it go at its next turn.
  void close() {
    bound.values().forEach(one -> one.channel().close().awaitUninterruptibly());
    bound.clear();
  }

  /// The system's words may be in the user's language, so a port above 1023 is taken for used
  /// whatever they are.
  private boolean bindReal(ClusterService.Port port) {
    if (listening.keptFree().contains(port.number())) {
      return bindOther(port, KEPT_FREE);
    }
    Future<Channel> binding = listen(port, port.number());
    if (binding.isSuccess()) {
      add(port, binding.getNow(), Optional.empty());
      return true;
    }
    boolean inUse =
        port.number() >= FIRST_UNPRIVILEGED_PORT
            || String.valueOf(binding.cause().getMessage()).contains("in use");
    lacksAPortInUse |= inUse;
    return bindOther(port, inUse ? IN_USE : FORBIDDEN);
  }

  private boolean bindOther(ClusterService.Port port, String why) {
    Future<Channel> binding = listen(port, 0);
    if (binding.isSuccess()) {
      add(port, binding.getNow(), Optional.of(why));
    }
    return binding.isSuccess();
  }

  private Future<Channel> listen(ClusterService.Port port, int number) {
    return RelayListener.bind(
            listening.loop(),
            new InetSocketAddress(address, number),
            service.destination(port),
            listening.session())
        .awaitUninterruptibly();
  }

  private void add(ClusterService.Port port, Channel channel, Optional<String> why) {
    int number = ((InetSocketAddress) channel.localAddress()).getPort();
    bound.put(
        port,
        new Bound(channel, new PublishedService.Port(port.name(), port.number(), number, why)));
  }

  InetAddress address() {
    return address;
  }

  PublishedService published() {
    List<PublishedService.Port> ports =
        service.ports().stream()
            .flatMap(port -> Stream.ofNullable(bound.get(port)))
            .map(Bound::port)
            .toList();
    return new PublishedService(service, address, ports);
  }
}
