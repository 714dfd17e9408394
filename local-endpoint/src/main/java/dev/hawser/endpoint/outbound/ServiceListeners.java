package dev.hawser.endpoint.outbound;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final LoopbackAliases aliases = LoopbackAliases.ofThisMachine();
  private final Map<String, ServiceBinding> bindings = new HashMap<>(); // by qualified name

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

  /// Listens for these services, and for no others any more. A service that was there before keeps
  /// its address, and its listeners as far as its ports are the same.
  ///
  /// @return the services in the order given
  /// @throws dev.hawser.endpoint.failure.FailureException if one cannot be listened for at all; the
  ///     others are
  public List<PublishedService> publish(List<ClusterService> services) {
    Map<String, ClusterService> wanted = new LinkedHashMap<>();
    services.forEach(service -> wanted.putIfAbsent(service.qualifiedName(), service));
    bindings
        .entrySet()
        .removeIf(
            entry -> {
              ClusterService now = wanted.get(entry.getKey());
              boolean over = now == null || !entry.getValue().leadsTo(now);
              if (over) {
                close(entry.getValue());
              }
              return over;
            });
    List<ClusterService> fresh = new ArrayList<>();
    wanted.forEach(
        (name, service) -> {
          ServiceBinding binding = bindings.get(name);
          if (binding == null) {
            fresh.add(service);
          } else {
            binding.follow(service);
          }
        });
    Optional<FailureException> refused = bind(fresh);
    if (refused.isPresent()) {
      throw refused.get();
    }
    return wanted.keySet().stream().map(name -> bound(name).published()).toList();
  }

  private Optional<FailureException> bind(List<ClusterService> fresh) {
    Optional<FailureException> refused = Optional.empty();
    for (var entry : addresses.assign(fresh).entrySet()) {
      try {
        bindings.put(entry.getKey().qualifiedName(), bind(entry.getKey(), entry.getValue()));
      } catch (FailureException e) {
        refused = Optional.of(e);
      }
    }
    return refused;
  }

  private ServiceBinding bound(String name) {
    return Objects.requireNonNull(bindings.get(name), name);
  }

  /// Closes the listeners; connections go on with their sessions.
  public void close() {
    bindings.values().forEach(this::close);
    bindings.clear();
  }

  private void close(ServiceBinding binding) {
    binding.close();
    if (binding.address() instanceof Inet4Address own && !own.equals(NetUtil.LOCALHOST4)) {
      addresses.release(own);
      aliases.giveBack(own);
    }
  }

  /// Another process may have the address, such as another session with the same cluster: then the
  /// next one may still have the real ports. On a machine that has no address but 127.0.0.1 (macOS,
  /// for whoever is not root) all services share that, with ports of their own.
  private ServiceBinding bind(ClusterService service, Inet4Address own) {
    Inet4Address address = own;
    ServiceBinding secondBest = null;
    for (int tried = 0; tried < ADDRESSES_TRIED && aliases.have(address); tried++) {
      ServiceBinding binding = new ServiceBinding(service, address, listening);
      boolean bound = binding.bindRealPorts();
      if (bound && !binding.lacksAPortInUse()) {
        if (secondBest != null) {
          close(secondBest);
        }
        return binding;
      }
      if (bound && secondBest == null) {
        secondBest = binding;
      } else {
        binding.close();
        aliases.giveBack(address);
      }
      address = addresses.next(address);
    }
    if (secondBest != null) {
      return secondBest;
    }
    ServiceBinding shared = new ServiceBinding(service, NetUtil.LOCALHOST4, listening);
    if (shared.bindOtherPorts(ONE_ADDRESS)) {
      return shared;
    }
    throw new Failure(
            FailureKind.LOCAL_PRIVILEGE_OR_PORT,
            "cannot listen on any loopback address for service " + service.name(),
            "check that this user may listen on 127.0.0.1")
        .asException();
  }
}
