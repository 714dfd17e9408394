package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadApi;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The workloads of one namespace, read and patched whole: fields that the client's model does
/// not know are not lost. Blocks.
final class Workloads implements WorkloadStore {
  private static final String FIELD_MANAGER = "hawser";
  private static final int ATTEMPTS = 12;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String namespace;

  Workloads(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public List<WorkloadJson> list(WorkloadKind kind) {
    List<GenericKubernetesResource> found =
        switch (kind) {
          case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> all(kind).list().getItems();
          case POD -> all(kind).withLabel(StandInName.LABEL).list().getItems();
        };
    return found.stream().map(one -> json(kind, one)).toList();
  }

  @Override
  public Optional<WorkloadJson> read(Workload workload) {
    return Optional.ofNullable(all(workload.kind()).withName(workload.name()).get())
        .map(one -> json(workload.kind(), one));
  }

  @Override
  public WorkloadJson patch(WorkloadJson workload, JsonPatch patch) {
    return patch(workload, patch, null);
  }

  /// What the patch would lead to; admission and validation say no here already.
  WorkloadJson dryRun(WorkloadJson workload, JsonPatch patch) {
    return patch(workload, patch, List.of("All"));
  }

  private WorkloadJson patch(
      WorkloadJson workload, JsonPatch patch, @Nullable List<String> dryRun) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(FIELD_MANAGER)
            .withDryRun(dryRun)
            .build();
    return json(
        workload.kind(),
        all(workload.kind()).withName(workload.objectName()).patch(context, patch.toJson()));
  }

  @Override
  public WorkloadJson create(WorkloadKind kind, ObjectNode manifest) {
    return json(kind, all(kind).resource(resource(manifest)).create());
  }

  @Override
  public WorkloadJson dryRunCreate(WorkloadKind kind, ObjectNode manifest) {
    return json(kind, all(kind).resource(resource(manifest)).dryRun().create());
  }

  private static GenericKubernetesResource resource(ObjectNode manifest) {
    return Serialization.unmarshal(manifest.toString(), GenericKubernetesResource.class);
  }

  @Override
  public boolean delete(WorkloadJson object) {
    try {
      all(object.kind())
          .withName(object.objectName())
          .lockResourceVersion(object.resourceVersion())
          .delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return false;
      }
      if (e.getCode() == NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  /// Does it with a fresh read, and again if somebody else wrote in between.
  <T> T withFresh(Workload workload, Function<Optional<WorkloadJson>, T> change) {
    for (int attempt = 1; ; attempt++) {
      Optional<WorkloadJson> fresh = read(workload);
      try {
        return change.apply(fresh);
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !isOutdated(workload, fresh, e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /// A failed `test` of a patch is answered as an unprocessable one.
  private boolean isOutdated(
      Workload workload, Optional<WorkloadJson> used, KubernetesClientException e) {
    if (e.getCode() == CONFLICT) {
      return true;
    }
    return isRefusedTest(e)
        && !read(workload)
            .map(WorkloadJson::resourceVersion)
            .equals(used.map(WorkloadJson::resourceVersion));
  }

  /// Whether a `test` of a patch may have failed.
  static boolean isRefusedTest(KubernetesClientException e) {
    return e.getCode() == UNPROCESSABLE;
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      all(WorkloadKind kind) {
    return WorkloadApi.of(client, namespace, kind);
  }

  private static WorkloadJson json(WorkloadKind kind, GenericKubernetesResource resource) {
    return new WorkloadJson(kind, WorkloadApi.json(resource));
  }
}
