package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The templates of which pods are made; a Deployment's are told apart by the label that a replica
/// set adds.
final class PodTemplates {
  static final String HASH_LABEL = "pod-template-hash";

  private PodTemplates() {}

  static String hash(JsonNode template) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Json.bytes(template));
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Whether the replica set makes the pods that the Deployment wants.
  static boolean isOf(ObjectNode replicaSet, ObjectNode deployment) {
    ObjectNode template = template(replicaSet);
    ObjectNode wanted = template(deployment);
    template.withObject("/metadata/labels").remove(HASH_LABEL);
    wanted.withObject("/metadata/labels").remove(HASH_LABEL);
    Json.dropEmpty(template);
    Json.dropEmpty(wanted);
    return template.equals(wanted);
  }

  /// A pod of the template, the workload's own; still to be named.
  static ObjectNode pod(ObjectKind kind, ObjectNode workload, ObjectNode template) {
    ObjectNode pod = Json.object();
    pod.set("metadata", template.path("metadata").deepCopy());
    Ownership.set(pod, kind, workload);
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  static ObjectNode template(JsonNode workload) {
    return workload.at("/spec/template") instanceof ObjectNode template
        ? template.deepCopy()
        : Json.object();
  }
}
