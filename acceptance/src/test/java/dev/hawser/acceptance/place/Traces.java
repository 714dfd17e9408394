package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What there is of Hawser in a namespace, besides the mark on a workload.
public record Traces(Place place, String namespace) {
  private static final String OURS = "hawser-";
  private static final String MARK = "hawser.dev/session";

  /// Each as kind and name; empty when nothing is left.
  public List<String> list() {
    KubernetesClient client = place.client();
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client.leases().inNamespace(namespace).list().getItems());
    all.addAll(client.serviceAccounts().inNamespace(namespace).list().getItems());
    all.addAll(client.rbac().roles().inNamespace(namespace).list().getItems());
    all.addAll(client.rbac().roleBindings().inNamespace(namespace).list().getItems());
    all.addAll(client.pods().inNamespace(namespace).list().getItems());
    all.addAll(client.apps().replicaSets().inNamespace(namespace).list().getItems());
    all.addAll(client.apps().controllerRevisions().inNamespace(namespace).list().getItems());
    if (place.hasJobs()) {
      all.addAll(client.batch().v1().jobs().inNamespace(namespace).list().getItems());
    }
    return all.stream().filter(this::isOurs).map(Traces::name).toList();
  }

  private boolean isOurs(HasMetadata object) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    return object.getMetadata().getName().startsWith(OURS)
        || annotations.containsKey(MARK)
        || isAgentsHistory(object);
  }

  private boolean isAgentsHistory(HasMetadata object) {
    return switch (object) {
      case ReplicaSet set ->
          Objects.requireNonNullElse(
                  set.getSpec().getTemplate().getMetadata().getAnnotations(), Map.of())
              .containsKey(MARK);
      case ControllerRevision revision ->
          place.client().getKubernetesSerialization().asJson(revision.getData()).contains(MARK);
      default -> false;
    };
  }

  private static String name(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  public boolean hasReaper() {
    return list().stream().anyMatch(name -> name.startsWith("Job/"));
  }
}
