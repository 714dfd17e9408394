package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Who made an object, as `ownerReferences` tell it.
final class Ownership {
  private Ownership() {}

  static Optional<String> controller(JsonNode object) {
    return StreamSupport.stream(object.at("/metadata/ownerReferences").spliterator(), false)
        .filter(owner -> owner.path("controller").asBoolean())
        .map(owner -> Json.text(owner, "/uid"))
        .findFirst();
  }

  static List<ObjectNode> owned(List<ObjectNode> objects, ObjectNode owner) {
    String uid = Json.text(owner, "/metadata/uid");
    return objects.stream()
        .filter(object -> controller(object).filter(uid::equals).isPresent())
        .toList();
  }

  static void set(ObjectNode object, ObjectKind ownerKind, ObjectNode owner) {
    Json.metadata(object)
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", ownerKind.apiVersion())
        .put("kind", ownerKind.kind())
        .put("name", Json.text(owner, "/metadata/name"))
        .put("uid", Json.text(owner, "/metadata/uid"))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }
}
