package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/// What makes a pod once more: all of it but what the API server, admission, the scheduler and the
/// node's network have written, and write again. Pure.
final class PodManifest {
  private static final List<String> OF_THE_SERVER =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "selfLink");

  /// Annotations that the network of the node writes.
  private static final List<String> OF_THE_NETWORK =
      List.of("cni.projectcalico.org/", "k8s.v1.cni.cncf.io/network-status", "k8s.ovn.org/");

  /// The service account's token, which admission adds under a new name each time; see
  /// [bound service account
  /// tokens](https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/).
  private static final String TOKEN_VOLUME = "kube-api-access-";

  private static final List<String> CONTAINERS = List.of("containers", "initContainers");

  private PodManifest() {}

  static ObjectNode of(JsonNode pod) {
    ObjectNode manifest = pod.deepCopy();
    manifest.remove("status");
    ObjectNode metadata = manifest.withObject("/metadata");
    metadata.remove(OF_THE_SERVER);
    removeAnnotations(metadata);
    ObjectNode spec = manifest.withObject("/spec");
    spec.remove(List.of("nodeName", "ephemeralContainers"));
    removeToken(spec, "volumes");
    for (String containers : CONTAINERS) {
      spec.path(containers)
          .forEach(container -> removeToken((ObjectNode) container, "volumeMounts"));
    }
    return manifest;
  }

  /// Whether a pod is what the manifest makes.
  static boolean isMade(JsonNode pod, ObjectNode manifest) {
    return of(pod).equals(manifest);
  }

  private static void removeAnnotations(ObjectNode metadata) {
    if (metadata.path("annotations") instanceof ObjectNode annotations) {
      List<String> written = new ArrayList<>();
      annotations
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (OF_THE_NETWORK.stream().anyMatch(name::startsWith)) {
                  written.add(name);
                }
              });
      annotations.remove(written);
      if (annotations.isEmpty()) {
        metadata.remove("annotations");
      }
    }
  }

  /// An empty list is left out, as the API server leaves it out.
  private static void removeToken(ObjectNode object, String list) {
    if (object.path(list) instanceof ArrayNode elements) {
      removeIf(elements, one -> one.path("name").asText().startsWith(TOKEN_VOLUME));
      if (elements.isEmpty()) {
        object.remove(list);
      }
    }
  }

  private static void removeIf(ArrayNode list, Predicate<JsonNode> which) {
    for (Iterator<JsonNode> elements = list.iterator(); elements.hasNext(); ) {
      if (which.test(elements.next())) {
        elements.remove();
      }
    }
  }
}
