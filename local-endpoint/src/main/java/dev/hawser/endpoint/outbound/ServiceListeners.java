package dev.hawser.endpoint.outbound;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.relay.RelayListener;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Listens for connections to services, on an address of its own for each and on its real ports,
/// as far as they can be had. Blocks, so not on the event loop; one thread at a time.
public final class ServiceListeners {
  private static final int ADDRESSES_TRIED = 4;
  private static final String KEPT_FREE =
      "the local process may listen on every address with that port, so it is kept free";

  private final EventLoop loop;
  private final Supplier<@Nullable TunnelSession> session;
  private final LoopbackAddresses addresses;
  private final Set<Integer> keptFree;
  private final List<Channel> channels = new ArrayList<>();

  /// @param session asked on the loop for every connection; with none it is reset
  /// @param clusterId part of the hash that chooses addresses
  /// @param keptFree ports of the local process: a listener on one of them, whatever its address,
  ///     would keep the process from listening on all addresses
  public ServiceListeners(
      EventLoop loop,
      Supplier<@Nullable TunnelSession> session,
      String clusterId,
      Set<Integer> keptFree) {
    this.loop = loop;
    this.session = session;
    this.addresses = new LoopbackAddresses(clusterId);
    this.keptFree = Set.copyOf(keptFree);
  }

  /// @return the services in the order given
  /// @throws dev.hawser.endpoint.failure.FailureException if one cannot be listened for at all
  public List<PublishedService> publish(List<ClusterService> services) {
    Map<ClusterService, Inet4Address> assigned = addresses.assign(services);
    Map<ClusterService, PublishedService> published = new LinkedHashMap<>();
    assigned.forEach((service, address) -> published.put(service, publish(service, address)));
    return services.stream().distinct().map(published::get).toList();
  }

  /// Closes the listeners; connections go on with their sessions.
  public void close() {
    channels.forEach(channel -> channel.close().awaitUninterruptibly());
    channels.clear();
  }

  /// Another process may have the address, such as another session with the same cluster: then the
  /// next one may still have the real ports.
  private PublishedService publish(ClusterService service, Inet4Address own) {
    Inet4Address address = own;
    for (int tried = 1; tried < ADDRESSES_TRIED; tried++) {
      Attempt attempt = new Attempt(service, address, true);
      if (attempt.obstacle == null) {
        return attempt.accept();
      }
      attempt.withdraw();
      switch (attempt.obstacle) {
        case IN_USE -> address = addresses.next(address);
        case NO_SUCH_ADDRESS -> {
          return new Attempt(service, NetUtil.LOCALHOST4, false).accept();
        }
        case FORBIDDEN, OTHER -> throw new IllegalStateException("these have other ports at once");
      }
    }
    return new Attempt(service, own, false).accept();
  }

  /// The listeners of one service at one address.
  private final class Attempt {
    private final ClusterService service;
    private final InetAddress address;
    private final List<Channel> bound = new ArrayList<>();
    private final List<PublishedService.Port> ports = new ArrayList<>();
    private @Nullable BindObstacle obstacle;

    /// @param picky whether to stop where another address might be better
    Attempt(ClusterService service, InetAddress address, boolean picky) {
      this.service = service;
      this.address = address;
      for (ClusterService.Port port : service.ports()) {
        if (obstacle == null) {
          bind(port, picky);
        }
      }
    }

    private void bind(ClusterService.Port port, boolean picky) {
      if (keptFree.contains(port.number())) {
        bindAnyPort(port, KEPT_FREE);
        return;
      }
      if (!picky && address.equals(NetUtil.LOCALHOST4)) {
        bindAnyPort(port, BindObstacle.NO_SUCH_ADDRESS.reason());
        return;
      }
      Future<Channel> binding = listen(port, port.number());
      if (binding.isSuccess()) {
        add(port, binding.getNow(), Optional.empty());
        return;
      }
      BindObstacle why = BindObstacle.of(binding.cause());
      if (picky && (why == BindObstacle.IN_USE || why == BindObstacle.NO_SUCH_ADDRESS)) {
        obstacle = why;
      } else {
        bindAnyPort(port, why.reason());
      }
    }

    private void bindAnyPort(ClusterService.Port port, String why) {
      Future<Channel> binding = listen(port, 0);
      if (!binding.isSuccess()) {
        withdraw();
        throw new Failure(
                FailureKind.LOCAL_PRIVILEGE_OR_PORT,
                "cannot listen on %s for service %s (%s)"
                    .formatted(
                        address.getHostAddress(), service.name(), binding.cause().getMessage()),
                "check that this user may listen on loopback addresses")
            .asException(binding.cause());
      }
      add(port, binding.getNow(), Optional.of(why));
    }

    private Future<Channel> listen(ClusterService.Port port, int number) {
      return RelayListener.bind(
              loop,
              new InetSocketAddress(address, number),
              Destination.tcp(service.name() + "." + service.namespace(), port.number()),
              session)
          .awaitUninterruptibly();
    }

    private void add(ClusterService.Port port, Channel channel, Optional<String> why) {
      bound.add(channel);
      int number = ((InetSocketAddress) channel.localAddress()).getPort();
      ports.add(new PublishedService.Port(port.name(), port.number(), number, why));
    }

    PublishedService accept() {
      channels.addAll(bound);
      return new PublishedService(service, address, ports);
    }

    void withdraw() {
      bound.forEach(channel -> channel.close().awaitUninterruptibly());
    }
  }
}
