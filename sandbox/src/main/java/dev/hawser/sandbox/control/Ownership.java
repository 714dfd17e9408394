package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

  /// Whether all that own it are gone. An owner of a kind that is not known may be alive.
  ///
  /// @param alive the identities of all there are
  static boolean isOrphan(JsonNode object, Set<String> alive) {
    JsonNode owners = object.at("/metadata/ownerReferences");
    return !owners.isEmpty()
        && StreamSupport.stream(owners.spliterator(), false)
            .allMatch(owner -> isKnown(owner) && !alive.contains(Json.text(owner, "/uid")));
  }

  private static boolean isKnown(JsonNode owner) {
    return Stream.of(ObjectKind.values())
        .anyMatch(
            kind ->
                kind.kind().equals(Json.text(owner, "/kind"))
                    && kind.apiVersion().equals(Json.text(owner, "/apiVersion")));
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
