package dev.hawser.sandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.JsonPatch;
import dev.hawser.sandbox.store.MergePatch;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.List;
import java.util.function.UnaryOperator;

/// Requests about stored objects, all but watches. Never blocks.
final class ObjectRequests {
  private final Store store;
  private final Denials denials;

  ObjectRequests(Store store, Denials denials) {
    this.store = store;
    this.denials = denials;
  }

  record Answer(int code, JsonNode body) {}

  /// @param method as in HTTP
  /// @throws StatusException for whatever is refused
  Answer answer(String method, ResourcePath path, Query query, String contentType, byte[] body) {
    boolean one = !path.name().isEmpty();
    return switch (method) {
      case "GET" -> {
        denials.check(one ? "get" : "list", path);
        yield new Answer(200, one ? read(path) : list(path, query));
      }
      case "POST" -> {
        denials.check("create", path);
        yield new Answer(201, create(path, query, body));
      }
      case "PUT" -> {
        denials.check("update", path);
        ObjectNode asked = object(body);
        yield new Answer(200, change(path, query, there -> asked));
      }
      case "PATCH" -> {
        denials.check("patch", path);
        yield new Answer(200, change(path, query, patch(contentType, Json.parse(body))));
      }
      case "DELETE" -> {
        denials.check(one ? "delete" : "deletecollection", path);
        yield new Answer(200, one ? delete(path, query, body) : deleteAll(path, query));
      }
      default -> throw unsupported();
    };
  }

  private JsonNode read(ResourcePath path) {
    ObjectNode object = store.get(path.key());
    return switch (path.subresource()) {
      case "", "status" -> object;
      case "scale" -> scale(path, object);
      default -> throw StatusException.noSuchResource();
    };
  }

  private ObjectNode list(ResourcePath path, Query query) {
    ObjectNode list = Json.object();
    list.put("kind", path.kind().kind() + "List").put("apiVersion", path.kind().apiVersion());
    synchronized (store) { // the version is that of the items
      list.putObject("metadata").put("resourceVersion", String.valueOf(store.version()));
      ArrayNode items = list.putArray("items");
      store.list(path.kind()).stream().filter(query.selector(path)).forEach(items::add);
    }
    return list;
  }

  private ObjectNode create(ResourcePath path, Query query, byte[] body) {
    if (!path.name().isEmpty()) {
      throw unsupported();
    }
    ObjectNode asked = object(body);
    String kind = Json.text(asked, "/kind");
    if (!kind.isEmpty() && !kind.equals(path.kind().kind())) {
      throw StatusException.badRequest(
          "%s in body does not match the path's %s".formatted(kind, path.kind().kind()));
    }
    String namespace = Json.text(asked, "/metadata/namespace");
    if (!namespace.isEmpty() && path.kind().isNamespaced() && !namespace.equals(path.namespace())) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return store.create(path.kind(), path.namespace(), asked, query.isDryRun());
  }

  private JsonNode change(ResourcePath path, Query query, UnaryOperator<ObjectNode> change) {
    return switch (path.subresource()) {
      case "" -> store.update(path.key(), Part.OBJECT, change, query.isDryRun());
      case "status" -> store.update(path.key(), Part.STATUS, change, query.isDryRun());
      case "scale" ->
          scale(
              path,
              store.update(
                  path.key(),
                  Part.OBJECT,
                  object -> {
                    ObjectNode asked = change.apply(scale(path, object));
                    object.withObject("/spec").set("replicas", asked.at("/spec/replicas"));
                    return object;
                  },
                  query.isDryRun()));
      default -> throw StatusException.noSuchResource();
    };
  }

  private static ObjectNode scale(ResourcePath path, ObjectNode object) {
    if (!path.kind().isScalable()) {
      throw StatusException.noSuchResource();
    }
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    for (String field : List.of("name", "namespace", "uid", "resourceVersion")) {
      Json.metadata(scale).set(field, object.at("/metadata/" + field));
    }
    scale.putObject("spec").set("replicas", object.at("/spec/replicas"));
    scale.putObject("status").put("replicas", Json.number(object, "/status/replicas", 0));
    return scale;
  }

  private static UnaryOperator<ObjectNode> patch(String contentType, JsonNode patch) {
    String type = contentType.replaceAll(";.*", "").strip();
    return switch (type) {
      case "application/json-patch+json" -> object -> JsonPatch.apply(object, patch);
      case "application/merge-patch+json" -> object -> MergePatch.apply(object, object(patch));
      case "application/strategic-merge-patch+json" ->
          object -> MergePatch.applyStrategic(object, object(patch));
      default ->
          throw StatusException.of(
              415,
              "UnsupportedMediaType",
              "the sandbox knows JSON, merge and strategic merge patches, not " + type);
    };
  }

  private JsonNode delete(ResourcePath path, Query query, byte[] body) {
    JsonNode options = body.length == 0 ? Json.object() : object(body);
    ObjectKey key = path.key();
    synchronized (store) {
      for (String field : List.of("uid", "resourceVersion")) {
        String wanted = Json.text(options, "/preconditions/" + field);
        String there = Json.text(store.get(key), "/metadata/" + field);
        if (!wanted.isEmpty() && !wanted.equals(there)) {
          throw StatusException.conflict(
              key.kind(),
              key.name(),
              "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                  .formatted(field, wanted, field, there));
        }
      }
      boolean dryRun = query.isDryRun() || options.path("dryRun").toString().contains("All");
      int grace = query.number("gracePeriodSeconds", -1);
      ObjectNode deleted =
          store.delete(key, Json.number(options, "/gracePeriodSeconds", grace), dryRun);
      if (key.kind() == ObjectKind.POD || key.kind() == ObjectKind.NAMESPACE) {
        return deleted;
      }
      ObjectNode status = StatusException.status("Success");
      status
          .putObject("details")
          .put("name", key.name())
          .put("group", key.kind().group())
          .put("kind", key.kind().plural())
          .put("uid", Json.text(deleted, "/metadata/uid"));
      return status;
    }
  }

  private JsonNode deleteAll(ResourcePath path, Query query) {
    ObjectNode list = list(path, query);
    for (JsonNode object : list.path("items")) {
      store.delete(ObjectKey.of(path.kind(), (ObjectNode) object), -1, query.isDryRun());
    }
    return list;
  }

  private static ObjectNode object(byte[] body) {
    return object(Json.parse(body));
  }

  private static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body is not an object");
  }

  private static StatusException unsupported() {
    return StatusException.of(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
  }
}
