package dev.hawser.acceptance.place;

import java.util.List;
import java.util.Map;

/// A namespace of the test's own with the objects of `shop.yaml`: `orders` with two replicas, a
/// sidecar, environment and volumes; `stock`; a pod to call them from; `ghost`, a Service without
/// pods. Closing deletes it.
public final class Shop implements AutoCloseable {
  public static final int HTTP = 8080;
  public static final int ECHO = 7001;
  public static final int GREETER = 7002;
  public static final int NOBODY = 7003;
  public static final int WEBSOCKET = 7004;

  private final TestNamespace namespace;

  public Shop(Place place) {
    this(place, Map.of());
  }

  /// @param labels of the namespace
  public Shop(Place place, Map<String, String> labels) {
    namespace = new TestNamespace(place, labels);
    try {
      namespace.create("shop.yaml");
      List.of("stock", "orders", "client").forEach(namespace::awaitAvailable);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  public Place place() {
    return namespace.place();
  }

  public String namespace() {
    return namespace.name();
  }

  /// Waits until all of a Deployment's pods are there.
  public void awaitAvailable(String deployment) {
    namespace.awaitAvailable(deployment);
  }

  public Workload orders() {
    return namespace.workload("orders");
  }

  public ClientPod client() {
    return namespace.pod("client");
  }

  @Override
  public void close() {
    namespace.close();
  }
}
