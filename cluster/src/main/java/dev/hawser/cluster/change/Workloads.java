package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The workloads of one namespace, read and patched whole: fields that the client's model does
/// not know are not lost. Blocks.
final class Workloads {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELD_MANAGER = "hawser";
  private static final int ATTEMPTS = 12;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String namespace;

  Workloads(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  List<WorkloadJson> list() {
    return list(WorkloadKind.DEPLOYMENT);
  }

  private List<WorkloadJson> list(WorkloadKind kind) {
    return all(kind).list().getItems().stream().map(one -> json(kind, one)).toList();
  }

  Optional<WorkloadJson> read(Workload workload) {
    return Optional.ofNullable(all(workload.kind()).withName(workload.name()).get())
        .map(one -> json(workload.kind(), one));
  }

  WorkloadJson patch(WorkloadJson workload, JsonPatch patch) {
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
        all(workload.kind()).withName(workload.workload().name()).patch(context, patch.toJson()));
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
    return e.getCode() == UNPROCESSABLE
        && !read(workload)
            .map(WorkloadJson::resourceVersion)
            .equals(used.map(WorkloadJson::resourceVersion));
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
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        everywhere = client.genericKubernetesResources(context(kind));
    return everywhere.inNamespace(namespace);
  }

  private static ResourceDefinitionContext context(WorkloadKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        .withNamespaced(true)
        .build();
  }

  private static WorkloadJson json(WorkloadKind kind, GenericKubernetesResource resource) {
    return new WorkloadJson(kind, JSON.valueToTree(resource));
  }
}
