package dev.hawser.endpoint.names;

import dev.hawser.endpoint.hosts.HostsLine;
import dev.hawser.endpoint.outbound.PublishedService;
import java.util.ArrayList;
import java.util.List;

/// Which name leads to which address: every form by which a pod may call a service, as lines of a
/// hosts file.
public record NameTable(List<HostsLine> lines) {
  private static final String CLUSTER_DOMAIN = "cluster.local";

  static final NameTable EMPTY = new NameTable(List.of());

  public NameTable {
    lines = List.copyOf(lines);
  }

  /// @param namespace the one whose services go by their bare names
  public static NameTable of(String namespace, List<PublishedService> services) {
    List<HostsLine> lines = new ArrayList<>();
    for (PublishedService service : services) {
      HostsLine.of(service.address(), names(service, namespace)).ifPresent(lines::add);
    }
    return new NameTable(lines);
  }

  private static List<String> names(PublishedService published, String namespace) {
    String name = published.service().name();
    if (published.service().isOutside()) {
      return List.of(name);
    }
    String qualified = published.service().qualifiedName();
    List<String> names = new ArrayList<>();
    if (published.service().namespace().equals(namespace)) {
      names.add(name);
    }
    names.add(qualified);
    names.add(qualified + ".svc");
    names.add(qualified + ".svc." + CLUSTER_DOMAIN);
    return names;
  }

  /// Such as `8 names of services`; without a number while there are none.
  @Override
  public String toString() {
    int count = lines.stream().mapToInt(line -> line.names().size()).sum();
    return (count == 0 ? "" : count + " ") + "names of services";
  }
}
