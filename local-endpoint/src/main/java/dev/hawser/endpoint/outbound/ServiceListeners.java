package dev.hawser.endpoint.outbound;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Listens for connections to services, on an address of its own for each and on its real ports,
/// as far as they can be had. Blocks, so not on the event loop; one thread at a time.
public final class ServiceListeners {
  private static final int ADDRESSES_TRIED = 4;
  private static final String ONE_ADDRESS =
      "this machine has no loopback address but 127.0.0.1, which all services share";

  private final ServiceBinding.Listening listening;
  private final LoopbackAddresses addresses;
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
    this.listening = new ServiceBinding.Listening(loop, session, Set.copyOf(keptFree));
    this.addresses = new LoopbackAddresses(clusterId);
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
  /// next one may still have the real ports. On a machine that has no address but 127.0.0.1 (macOS)
  /// all services share that, with ports of their own.
  private PublishedService publish(ClusterService service, Inet4Address own) {
    Inet4Address address = own;
    ServiceBinding secondBest = null;
    for (int tried = 0; tried < ADDRESSES_TRIED; tried++) {
      ServiceBinding binding = new ServiceBinding(service, address, listening);
      boolean bound = binding.bindRealPorts();
      if (bound && !binding.lacksAPortInUse()) {
        if (secondBest != null) {
          secondBest.close();
        }
        return keep(binding);
      }
      if (bound && secondBest == null) {
        secondBest = binding;
      } else {
        binding.close();
      }
      address = addresses.next(address);
    }
    if (secondBest != null) {
      return keep(secondBest);
    }
    ServiceBinding shared = new ServiceBinding(service, NetUtil.LOCALHOST4, listening);
    if (shared.bindOtherPorts(ONE_ADDRESS)) {
      return keep(shared);
    }
    throw new Failure(
            FailureKind.LOCAL_PRIVILEGE_OR_PORT,
            "cannot listen on any loopback address for service " + service.name(),
            "check that this user may listen on 127.0.0.1")
        .asException();
  }

  private PublishedService keep(ServiceBinding binding) {
    channels.addAll(binding.channels());
    return binding.published();
  }
}
