package dev.hawser.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.Selectors;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Writes for every Service with a selector which pods are behind it, in both forms.
final class ServiceEndpoints {
  private final Store store;

  ServiceEndpoints(Store store) {
    this.store = store;
  }

  void reconcile() {
    for (ObjectNode service : store.list(ObjectKind.SERVICE)) {
      Map<String, String> labels = Json.texts(service, "/spec/selector");
      if (labels.isEmpty()) {
        continue; // its endpoints are somebody else's
      }
      Predicate<JsonNode> selector = Selectors.ofMap(labels);
      List<ObjectNode> pods =
          store.list(ObjectKind.POD, Json.text(service, "/metadata/namespace")).stream()
              .filter(pod -> selector.test(pod.at("/metadata/labels")))
              .filter(pod -> !Json.text(pod, "/status/podIP").isEmpty() && !Pods.hasEnded(pod))
              .toList();
      ArrayNode subsets = subsets(service, pods.stream().filter(Pods::isActive).toList());
      write(ObjectKind.ENDPOINTS, service, Map.of("subsets", subsets));
      write(ObjectKind.ENDPOINT_SLICE, service, slice(service, pods));
    }
  }

  private static ArrayNode subsets(ObjectNode service, List<ObjectNode> pods) {
    ArrayNode subsets = Json.array();
    if (!pods.isEmpty()) {
      ObjectNode subset = subsets.addObject();
      for (ObjectNode pod : pods) {
        String list = isServed(service, pod) ? "addresses" : "notReadyAddresses";
        ObjectNode address = subset.withArray("/" + list).addObject();
        address.put("ip", Json.text(pod, "/status/podIP"));
        putHostname(address, service, pod);
        address.put("nodeName", Json.text(pod, "/spec/nodeName"));
        address.set("targetRef", reference(pod));
      }
      subset.set("ports", ports(service, pods));
    }
    return subsets;
  }

  private static Map<String, JsonNode> slice(ObjectNode service, List<ObjectNode> pods) {
    ArrayNode endpoints = Json.array();
    for (ObjectNode pod : pods) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(Json.text(pod, "/status/podIP"));
      endpoint
          .putObject("conditions")
          .put("ready", isServed(service, pod))
          .put("serving", Pods.hasReadyCondition(pod))
          .put("terminating", Pods.isTerminating(pod));
      putHostname(endpoint, service, pod);
      endpoint.set("targetRef", reference(pod));
    }
    return Map.of(
        "addressType", endpoints.textNode("IPv4"),
        "endpoints", endpoints,
        "ports", ports(service, pods));
  }

  private static boolean isServed(ObjectNode service, ObjectNode pod) {
    boolean early = service.at("/spec/publishNotReadyAddresses").asBoolean();
    return early ? Pods.isActive(pod) : Pods.isReady(pod);
  }

  /// The name that DNS gives the pod below the Service's, where its `subdomain` is the Service.
  private static void putHostname(ObjectNode endpoint, ObjectNode service, ObjectNode pod) {
    String hostname = Json.text(pod, "/spec/hostname");
    boolean below = Json.text(pod, "/spec/subdomain").equals(Json.text(service, "/metadata/name"));
    if (below && !hostname.isEmpty()) {
      endpoint.put("hostname", hostname);
    }
  }

  private static ObjectNode reference(ObjectNode pod) {
    return Json.object()
        .put("kind", "Pod")
        .put("namespace", Json.text(pod, "/metadata/namespace"))
        .put("name", Json.text(pod, "/metadata/name"))
        .put("uid", Json.text(pod, "/metadata/uid"));
  }

  private static ArrayNode ports(ObjectNode service, List<ObjectNode> pods) {
    ArrayNode ports = Json.array();
    for (JsonNode port : service.at("/spec/ports")) {
      JsonNode target = port.path("targetPort");
      Optional<Integer> number =
          target.isNumber()
              ? Optional.of(target.asInt())
              : pods.stream().flatMap(pod -> named(pod, target.asText()).stream()).findFirst();
      number.ifPresent(
          found -> {
            ObjectNode entry = ports.addObject();
            if (port.hasNonNull("name")) {
              entry.put("name", Json.text(port, "/name"));
            }
            entry.put("port", found).put("protocol", Json.text(port, "/protocol"));
          });
    }
    return ports;
  }

  private static Optional<Integer> named(ObjectNode pod, String name) {
    for (JsonNode container : pod.at("/spec/containers")) {
      for (JsonNode port : container.path("ports")) {
        if (Json.text(port, "/name").equals(name)) {
          return Optional.of(port.path("containerPort").asInt());
        }
      }
    }
    return Optional.empty();
  }

  private void write(ObjectKind kind, ObjectNode service, Map<String, JsonNode> content) {
    String namespace = Json.text(service, "/metadata/namespace");
    String serviceName = Json.text(service, "/metadata/name");
    String name = kind == ObjectKind.ENDPOINTS ? serviceName : serviceName + "-sandbox";
    ObjectKey key = new ObjectKey(kind, namespace, name);
    if (store.find(key).isEmpty()) {
      ObjectNode fresh = Json.object();
      ObjectNode metadata = Json.metadata(fresh).put("name", name);
      metadata.putObject("labels").put("kubernetes.io/service-name", serviceName);
      Ownership.set(fresh, ObjectKind.SERVICE, service);
      fresh.setAll(content);
      store.create(kind, namespace, fresh);
      return;
    }
    store.update(
        key,
        Part.OBJECT,
        object -> {
          object.setAll(content);
          return object;
        });
  }
}
