package dev.hawser.endpoint.environment;

import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the variables by which the kubelet tells a container the addresses of services lead to the
/// local listeners: `X_SERVICE_HOST`, `X_SERVICE_PORT`, `X_SERVICE_PORT_<NAME>`, and the older
/// `X_PORT`, `X_PORT_80_TCP` with `_PROTO`, `_PORT` and `_ADDR`.
///
/// A value that the kubelet did not write is the application's own setting and stays: a host that
/// is neither an address nor a name of the service, an `X_PORT` that is not `tcp://…`. The first
/// family is added where it is missing. The older one only where the container has such
/// variables: a workload switches them off because `X_PORT` means something else to it.
final class ServiceVariables {
  private static final String KUBERNETES = "KUBERNETES";
  private static final String SCHEME = "tcp://";
  private final Map<String, String> variables;
  private final String namespace;
  private final boolean links;

  /// @param variables changed in place
  ServiceVariables(Map<String, String> variables, String namespace) {
    this.variables = variables;
    this.namespace = namespace;
    links =
        variables.keySet().stream()
            .anyMatch(name -> name.matches(".+_PORT_\\d+_TCP") && !name.startsWith(KUBERNETES));
  }

  void pointTo(List<PublishedService> services) {
    services.stream().filter(this::isTold).forEach(this::pointTo);
  }

  /// The kubelet tells of the namespace's own services and of the API server. Headless ones
  /// are told besides, for programs that get no names here; their pods are not.
  private boolean isTold(PublishedService published) {
    ClusterService service = published.service();
    return !published.ports().isEmpty()
        && !service.isPod()
        && (service.namespace().equals(namespace)
            || (service.namespace().equals("default") && service.name().equals("kubernetes")));
  }

  private void pointTo(PublishedService published) {
    String name = environmentName(published.service().name());
    String host = name + "_SERVICE_HOST";
    if (isOwnSetting(variables.get(host), published.service())) {
      return;
    }
    String address = published.address().getHostAddress();
    PublishedService.Port first = published.ports().getFirst();
    variables.put(host, address);
    variables.put(name + "_SERVICE_PORT", String.valueOf(first.bound()));
    for (PublishedService.Port port : published.ports()) {
      port.name()
          .ifPresent(
              portName ->
                  variables.put(
                      name + "_SERVICE_PORT_" + environmentName(portName),
                      String.valueOf(port.bound())));
    }
    link(name + "_PORT", url(address, first));
    for (PublishedService.Port port : published.ports()) {
      String start = name + "_PORT_" + port.number() + "_TCP";
      if (link(start, url(address, port))) {
        variables.put(start + "_PROTO", "tcp");
        variables.put(start + "_PORT", String.valueOf(port.bound()));
        variables.put(start + "_ADDR", address);
      }
    }
  }

  private boolean link(String name, String url) {
    String value = variables.get(name);
    boolean written = value == null ? links : value.startsWith(SCHEME);
    if (written) {
      variables.put(name, url);
    }
    return written;
  }

  private static boolean isOwnSetting(@Nullable String host, ClusterService service) {
    if (host == null || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
      return false;
    }
    String qualified = service.name() + "." + service.namespace();
    return !Set.of(service.name(), qualified).contains(host) && !host.startsWith(qualified + ".");
  }

  private static String url(String address, PublishedService.Port port) {
    return SCHEME + address + ":" + port.bound();
  }

  private static String environmentName(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
