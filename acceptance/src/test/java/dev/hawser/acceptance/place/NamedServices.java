package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Two namespaces of the test's own with every kind of name that a process may call: those of
/// `names.yaml`, with an ExternalName that leads to the other one, and that of `postgres.yaml`.
public final class NamedServices implements AutoCloseable {
  private final TestNamespace own;
  private final TestNamespace other;

  public NamedServices(Place place) {
    own = new TestNamespace(place, Map.of());
    other = new TestNamespace(place, Map.of());
    try {
      own.create("names.yaml");
      other.create("postgres.yaml");
      create(
          new ServiceBuilder()
              .withNewMetadata()
              .withName("elsewhere")
              .endMetadata()
              .withNewSpec()
              .withType("ExternalName")
              .withExternalName("postgres.%s.svc.cluster.local".formatted(other.name()))
              .addNewPort()
              .withName("sql")
              .withPort(5432)
              .endPort()
              .endSpec());
      List.of("orders", "stock").forEach(own::awaitAvailable);
      other.awaitAvailable("postgres");
      place
          .client()
          .apps()
          .statefulSets()
          .inNamespace(own.name())
          .withName("db")
          .waitUntilReady(2, TimeUnit.MINUTES);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /// Another name for the pods of `stock`, at port 8083.
  public void createLate(String name) {
    create(
        new ServiceBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withSelector(Map.of("app", "stock"))
            .addNewPort()
            .withPort(8083)
            .withNewTargetPort(8080)
            .endPort()
            .endSpec());
  }

  public void delete(String name) {
    own.place().client().services().inNamespace(own.name()).withName(name).delete();
  }

  private void create(ServiceBuilder service) {
    own.place().client().services().inNamespace(own.name()).resource(service.build()).create();
  }

  public String namespace() {
    return own.name();
  }

  public String otherNamespace() {
    return other.name();
  }

  public Workload orders() {
    return own.workload("orders");
  }

  @Override
  public void close() {
    own.close();
    other.close();
  }
}
