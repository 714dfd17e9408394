package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Keeps a forwarder open for every port of every Service that has ready pods. Confined to the
/// thread that calls [#reconcile].
final class ServiceNetwork {
  private final Store store;
  private final Events events;
  private final Map<InetSocketAddress, ServiceForwarder> forwarders = new HashMap<>();

  ServiceNetwork(Store store) {
    this.store = store;
    this.events = new Events(store);
  }

  void reconcile() {
    Map<InetSocketAddress, List<InetSocketAddress>> wanted = new HashMap<>();
    for (ObjectNode service : store.list(ObjectKind.SERVICE)) {
      String address = Json.text(service, "/spec/clusterIP");
      if (!address.isEmpty() && !address.equals("None")) {
        for (JsonNode port : service.at("/spec/ports")) {
          List<InetSocketAddress> targets = targets(service, Json.text(port, "/name"));
          InetSocketAddress listen = new InetSocketAddress(address, port.path("port").asInt());
          if (!targets.isEmpty() && Json.text(port, "/protocol").equals("TCP")) {
            wanted.put(listen, targets);
            open(service, listen, targets);
          }
        }
      }
    }
    Iterator<Map.Entry<InetSocketAddress, ServiceForwarder>> all = forwarders.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<InetSocketAddress, ServiceForwarder> entry = all.next();
      if (!wanted.containsKey(entry.getKey())) {
        close(entry.getValue());
        all.remove();
      }
    }
  }

  private List<InetSocketAddress> targets(ObjectNode service, String portName) {
    ObjectKey key = ObjectKey.of(ObjectKind.SERVICE, service);
    List<InetSocketAddress> targets = new ArrayList<>();
    store
        .find(new ObjectKey(ObjectKind.ENDPOINTS, key.namespace(), key.name()))
        .ifPresent(
            endpoints -> {
              for (JsonNode subset : endpoints.path("subsets")) {
                for (JsonNode port : subset.path("ports")) {
                  if (Json.text(port, "/name").equals(portName)) {
                    for (JsonNode address : subset.path("addresses")) {
                      targets.add(
                          new InetSocketAddress(
                              Json.text(address, "/ip"), port.path("port").asInt()));
                    }
                  }
                }
              }
            });
    return targets;
  }

  private void open(ObjectNode service, InetSocketAddress listen, List<InetSocketAddress> targets) {
    ServiceForwarder forwarder = forwarders.get(listen);
    if (forwarder != null) {
      forwarder.forwardTo(targets);
      return;
    }
    try {
      forwarders.put(listen, new ServiceForwarder(listen, targets));
    } catch (IOException refused) {
      events.warning(
          ObjectKind.SERVICE,
          service,
          "FailedToListen",
          "cannot listen on %s: %s".formatted(listen, refused.getMessage()));
    }
  }

  void close() {
    forwarders.values().forEach(ServiceNetwork::close);
  }

  private static void close(ServiceForwarder forwarder) {
    try {
      forwarder.close();
    } catch (IOException closed) {
      // nobody listens any more
    }
  }
}
