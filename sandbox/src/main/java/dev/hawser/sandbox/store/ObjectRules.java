package dev.hawser.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the API server does to an object on its way in: identity, defaults, what no client may
/// change. Specifications are judged by [Validation].
public final class ObjectRules {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.:]{0,251}[a-z0-9])?");
  private static final List<String> FIXED_METADATA =
      List.of("name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation");
  private static final String TEMPLATE_COUNT = "deprecated.daemonset.template.generation";
  private static final List<String> SERVER_DELETES =
      List.of("deletionTimestamp", "deletionGracePeriodSeconds");

  private final Supplier<String> serviceAddresses;

  /// @param serviceAddresses gives a free address for a Service
  public ObjectRules(Supplier<String> serviceAddresses) {
    this.serviceAddresses = serviceAddresses;
  }

  ObjectNode admitNew(ObjectKind kind, String namespace, ObjectNode object) {
    ObjectNode ordered = Json.object();
    ordered.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    Json.dropNulls(object);
    ObjectNode metadata = Json.metadata(object);
    ordered.set("metadata", metadata);
    ordered.setAll(object);
    ordered.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    name(kind, metadata);
    if (kind.isNamespaced()) {
      metadata.put("namespace", namespace);
    }
    metadata.put("uid", UUID.randomUUID().toString());
    metadata.put("creationTimestamp", Json.now());
    metadata.remove("resourceVersion");
    metadata.remove(SERVER_DELETES);
    if (kind.hasTemplate()) {
      metadata.put("generation", 1);
    }
    if (kind.hasStatus()) {
      ordered.set("status", firstStatus(kind));
    }
    defaults(kind, ordered);
    if (kind == ObjectKind.DAEMON_SET) {
      countTemplates(ordered, 1);
    }
    Validation.check(kind, ordered);
    return ordered;
  }

  ObjectNode admitUpdate(ObjectKind kind, Store.Part part, ObjectNode before, ObjectNode asked) {
    String name = Json.text(before, "/metadata/name");
    String askedVersion = Json.text(asked, "/metadata/resourceVersion");
    if (!askedVersion.isEmpty()
        && !askedVersion.equals(Json.text(before, "/metadata/resourceVersion"))) {
      throw StatusException.conflict(
          kind,
          name,
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    String askedName = Json.text(asked, "/metadata/name");
    if (!askedName.isEmpty() && !askedName.equals(name)) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(askedName, name));
    }
    ObjectNode after = before.deepCopy();
    return switch (part) {
      case STATUS -> {
        set(after, "status", asked.get("status"));
        yield after;
      }
      case DELETION -> {
        ObjectNode metadata = Json.metadata(after);
        SERVER_DELETES.forEach(field -> set(metadata, field, asked.at("/metadata").get(field)));
        yield after;
      }
      case OBJECT -> admitObject(kind, before, asked);
    };
  }

  private ObjectNode admitObject(ObjectKind kind, ObjectNode before, ObjectNode after) {
    after.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    ObjectNode metadata = Json.metadata(after);
    FIXED_METADATA.forEach(field -> set(metadata, field, before.at("/metadata").get(field)));
    SERVER_DELETES.forEach(field -> set(metadata, field, before.at("/metadata").get(field)));
    if (kind.hasStatus()) {
      set(after, "status", before.get("status"));
    }
    defaults(kind, after);
    if (kind.hasTemplate() && !Objects.equals(before.get("spec"), after.get("spec"))) {
      metadata.put("generation", Json.number(before, "/metadata/generation", 0) + 1);
    }
    if (kind == ObjectKind.DAEMON_SET) {
      boolean same = before.at("/spec/template").equals(after.at("/spec/template"));
      int count = Json.metadata(before).path("annotations").path(TEMPLATE_COUNT).asInt();
      countTemplates(after, same ? count : count + 1);
    }
    Validation.check(kind, after);
    Validation.checkFixed(kind, before, after);
    return after;
  }

  private static void countTemplates(ObjectNode daemonSet, int count) {
    daemonSet.withObject("/metadata/annotations").put(TEMPLATE_COUNT, String.valueOf(count));
  }

  private static void set(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value == null) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  private static void name(ObjectKind kind, ObjectNode metadata) {
    String prefix = Json.text(metadata, "/generateName");
    if (Json.text(metadata, "/name").isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", prefix + RandomSuffix.next());
    }
    String name = Json.text(metadata, "/name");
    if (name.isEmpty()) {
      throw StatusException.invalid(
          kind, name, "metadata.name", "Required value: name or generateName is required");
    }
    if (!NAME.matcher(name).matches()) {
      throw StatusException.invalid(
          kind, name, "metadata.name", "Invalid value: \"" + name + "\": not a DNS subdomain name");
    }
  }

  private static JsonNode firstStatus(ObjectKind kind) {
    ObjectNode status = Json.object();
    return switch (kind) {
      case NAMESPACE -> status.put("phase", "Active");
      case POD -> status.put("phase", "Pending").put("qosClass", "BestEffort");
      case SERVICE -> status.set("loadBalancer", Json.object());
      case DEPLOYMENT -> status;
      case REPLICA_SET -> status.put("replicas", 0);
      case STATEFUL_SET -> status.put("replicas", 0).put("availableReplicas", 0);
      case DAEMON_SET ->
          status
              .put("currentNumberScheduled", 0)
              .put("numberMisscheduled", 0)
              .put("desiredNumberScheduled", 0)
              .put("numberReady", 0);
      case NODE, ENDPOINTS, CONFIG_MAP, SECRET, EVENT, SERVICE_ACCOUNT -> status;
      case CONTROLLER_REVISION, ENDPOINT_SLICE, LEASE, AUTOSCALER -> status;
      case DISRUPTION_BUDGET, ROLE, ROLE_BINDING -> status;
    };
  }

  private void defaults(ObjectKind kind, ObjectNode object) {
    dropEmptyMaps(object.path("metadata"));
    dropEmptyMaps(object.at("/spec/template/metadata"));
    if (kind == ObjectKind.SECRET && object.get("stringData") instanceof ObjectNode plain) {
      ObjectNode data = object.withObject("/data");
      plain.properties().forEach(e -> data.put(e.getKey(), base64(e.getValue().asText())));
      object.remove("stringData");
    }
    if (!(object.get("spec") instanceof ObjectNode spec)) {
      return;
    }
    if (kind.isScalable()) {
      orElse(spec, "replicas", Json.object().numberNode(1));
    }
    UpdateStrategies.complete(kind, spec);
    if (kind == ObjectKind.POD) {
      orElse(spec, "restartPolicy", new TextNode("Always"));
      orElse(spec, "terminationGracePeriodSeconds", Json.object().numberNode(30));
    }
    if (kind == ObjectKind.SERVICE) {
      orElse(spec, "type", new TextNode("ClusterIP"));
      if (Json.text(spec, "/clusterIP").isEmpty() && !isExternal(spec)) {
        String address = serviceAddresses.get();
        spec.put("clusterIP", address).putArray("clusterIPs").add(address);
      }
      for (JsonNode port : spec.at("/ports")) {
        orElse((ObjectNode) port, "protocol", new TextNode("TCP"));
        orElse((ObjectNode) port, "targetPort", port.path("port"));
      }
    }
  }

  /// The API server writes these only where something is in them.
  private static void dropEmptyMaps(JsonNode metadata) {
    for (String map : List.of("labels", "annotations")) {
      if (metadata.path(map).isObject() && metadata.path(map).isEmpty()) {
        ((ObjectNode) metadata).remove(map);
      }
    }
  }

  private static boolean isExternal(ObjectNode spec) {
    return Json.text(spec, "/type").equals("ExternalName");
  }

  private static void orElse(ObjectNode object, String field, JsonNode value) {
    if (!object.hasNonNull(field)) {
      object.set(field, value);
    }
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
