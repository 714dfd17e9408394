package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.tunnel.frame.PeerText;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tries to make a pod of a template, as a dry run: a template is only checked when a pod is made
/// of it, by PodSecurity, quotas, limits and webhooks. Blocks.
final class PodRehearsal {
  private static final int WORDS = 600;

  private final KubernetesClient client;
  private final Workload workload;

  PodRehearsal(KubernetesClient client, Workload workload) {
    this.client = client;
    this.workload = workload;
  }

  /// @param before the template of the originals
  /// @param after that of the agents
  PodTrial of(JsonNode before, JsonNode after) {
    try {
      return new PodTrial.Admitted(create(after));
    } catch (KubernetesClientException refused) {
      return isRefusal(refused)
          ? new PodTrial.Refused(words(refused), isRefused(before))
          : new PodTrial.NotTried();
    }
  }

  /// Whether the user may create pods; false if that cannot be found out.
  boolean isAllowed() {
    try {
      return new AccessReview(client, workload.namespace())
          .of(List.of(RequiredRights.TO_REHEARSE_PODS))
          .getFirst()
          .allowed();
    } catch (KubernetesClientException notNow) {
      return false;
    }
  }

  private boolean isRefused(JsonNode template) {
    try {
      create(template);
      return false;
    } catch (KubernetesClientException refused) {
      return isRefusal(refused);
    }
  }

  private JsonNode create(JsonNode template) {
    ObjectNode pod = JsonNodeFactory.instance.objectNode();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    metadata.put("generateName", workload.name() + "-").put("namespace", workload.namespace());
    for (String kept : List.of("labels", "annotations")) {
      JsonNode value = template.path("metadata").path(kept);
      if (value.isObject()) {
        metadata.set(kept, value.deepCopy());
      }
    }
    pod.set("spec", template.path("spec").deepCopy());
    return new RawObjects(client).tryCreate(WorkloadKind.POD.path(workload.namespace()), pod);
  }

  /// Neither a server that does not answer, nor one that is in trouble.
  private static boolean isRefusal(KubernetesClientException e) {
    return e.getCode() >= 400 && e.getCode() < 500;
  }

  private static String words(KubernetesClientException e) {
    @Nullable Status status = e.getStatus();
    @Nullable String message = status == null ? e.getMessage() : status.getMessage();
    String words = PeerText.clean(String.valueOf(message), WORDS);
    return words.replaceFirst("^pods \"[^\"]*\" is (forbidden|invalid): ", "");
  }
}
