package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.ObjectMapper;
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

/// The Deployments of one namespace, read and patched whole: fields that the client's model does
/// not know are not lost. Blocks.
final class Deployments {
  private static final ResourceDefinitionContext DEPLOYMENTS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apps")
          .withVersion("v1")
          .withKind("Deployment")
          .withPlural("deployments")
          .withNamespaced(true)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIELD_MANAGER = "hawser";
  private static final int ATTEMPTS = 12;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final String namespace;

  Deployments(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  List<DeploymentJson> list() {
    return all().list().getItems().stream().map(Deployments::json).toList();
  }

  Optional<DeploymentJson> read(String name) {
    return Optional.ofNullable(all().withName(name).get()).map(Deployments::json);
  }

  DeploymentJson patch(DeploymentJson deployment, JsonPatch patch) {
    return patch(deployment, patch, null);
  }

  /// What the patch would lead to; admission and validation say no here already.
  DeploymentJson dryRun(DeploymentJson deployment, JsonPatch patch) {
    return patch(deployment, patch, List.of("All"));
  }

  private DeploymentJson patch(
      DeploymentJson deployment, JsonPatch patch, @Nullable List<String> dryRun) {
    PatchContext context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(FIELD_MANAGER)
            .withDryRun(dryRun)
            .build();
    return json(all().withName(deployment.name()).patch(context, patch.toJson()));
  }

  /// Does it with a fresh read, and again if somebody else wrote in between.
  <T> T withFresh(String name, Function<Optional<DeploymentJson>, T> change) {
    for (int attempt = 1; ; attempt++) {
      Optional<DeploymentJson> fresh = read(name);
      try {
        return change.apply(fresh);
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !isOutdated(fresh, e)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /// A failed `test` of a patch is answered as an unprocessable one.
  private boolean isOutdated(Optional<DeploymentJson> used, KubernetesClientException e) {
    if (e.getCode() == CONFLICT) {
      return true;
    }
    return e.getCode() == UNPROCESSABLE
        && !read(used.map(DeploymentJson::name).orElse(""))
            .map(DeploymentJson::resourceVersion)
            .equals(used.map(DeploymentJson::resourceVersion));
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
      all() {
    MixedOperation<
            GenericKubernetesResource,
            GenericKubernetesResourceList,
            Resource<GenericKubernetesResource>>
        everywhere = client.genericKubernetesResources(DEPLOYMENTS);
    return everywhere.inNamespace(namespace);
  }

  private static DeploymentJson json(GenericKubernetesResource resource) {
    return new DeploymentJson(JSON.valueToTree(resource));
  }
}
