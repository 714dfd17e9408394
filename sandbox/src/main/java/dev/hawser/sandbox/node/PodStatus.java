package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.control.Conditions;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import dev.hawser.sandbox.store.Store.Part;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The status of one pod, written to the store whenever one of its containers changes. Any thread.
final class PodStatus {
  private final Store store;
  private final ObjectKey key;
  private final String uid;
  private final String address;
  private final Set<String> sidecars;
  private final Map<String, ContainerState> initContainers = new LinkedHashMap<>();
  private final Map<String, ContainerState> containers = new LinkedHashMap<>();
  private String finalPhase = "";

  PodStatus(Store store, ObjectNode pod, String address) {
    this.store = store;
    this.key = ObjectKey.of(ObjectKind.POD, pod);
    this.uid = Json.text(pod, "/metadata/uid");
    this.address = address;
    this.sidecars =
        pod.at("/spec/initContainers")
            .valueStream()
            .filter(ContainerState::isSidecar)
            .map(sidecar -> Json.text(sidecar, "/name"))
            .collect(Collectors.toUnmodifiableSet());
    waiting(pod.at("/spec/initContainers"), initContainers);
    waiting(pod.at("/spec/containers"), containers);
  }

  private static void waiting(JsonNode specifications, Map<String, ContainerState> states) {
    for (JsonNode container : specifications) {
      String name = Json.text(container, "/name");
      states.put(name, ContainerState.waiting(name, Json.text(container, "/image")));
    }
  }

  synchronized ContainerState of(String container) {
    ContainerState init = initContainers.get(container);
    ContainerState state = init == null ? containers.get(container) : init;
    if (state == null) {
      throw StatusException.badRequest(
          "container %s is not valid for pod %s".formatted(container, key.name()));
    }
    return state;
  }

  synchronized void change(String container, UnaryOperator<ContainerState> change) {
    initContainers.computeIfPresent(container, (name, state) -> change.apply(state));
    containers.computeIfPresent(container, (name, state) -> change.apply(state));
    publish();
  }

  /// The pod's containers have ended and will not be started again.
  synchronized void end(boolean succeeded) {
    finalPhase = succeeded ? "Succeeded" : "Failed";
    publish();
  }

  synchronized void publish() {
    try {
      store.update(key, Part.STATUS, pod -> isThisOne(pod) ? render(pod) : pod);
    } catch (StatusException gone) {
      // deleted without waiting for the node
    }
  }

  /// Another pod may have the name by now.
  private boolean isThisOne(ObjectNode pod) {
    return Json.text(pod, "/metadata/uid").equals(uid);
  }

  private ObjectNode render(ObjectNode pod) {
    ArrayNode before =
        pod.at("/status/conditions") instanceof ArrayNode there ? there : Json.array();
    String started = Json.text(pod, "/status/startTime");
    ObjectNode status = pod.putObject("status");
    boolean initialized = initContainers.values().stream().allMatch(this::isInitialized);
    boolean ready =
        !containers.isEmpty()
            && containers.values().stream().allMatch(ContainerState::ready)
            && initContainers.values().stream()
                .filter(state -> sidecars.contains(state.name()))
                .allMatch(ContainerState::ready);
    status.put("phase", phase());
    ArrayNode conditions = status.putArray("conditions");
    Conditions.add(conditions, before, "PodScheduled", true, "");
    Conditions.add(conditions, before, "Initialized", initialized, "");
    String unready = ready ? "" : "ContainersNotReady";
    Conditions.add(conditions, before, "ContainersReady", ready, unready);
    Conditions.add(conditions, before, "Ready", ready, unready);
    status.put("hostIP", "127.0.0.1").put("podIP", address);
    status.putArray("podIPs").addObject().put("ip", address);
    status.put("startTime", started.isEmpty() ? Json.now() : started).put("qosClass", "BestEffort");
    add(status, "initContainerStatuses", initContainers.values());
    add(status, "containerStatuses", containers.values());
    return pod;
  }

  private boolean isInitialized(ContainerState state) {
    return sidecars.contains(state.name())
        ? state.hasStarted()
        : Json.number(state.state(), "/terminated/exitCode", -1) == 0;
  }

  private String phase() {
    if (!finalPhase.isEmpty()) {
      return finalPhase;
    }
    return containers.values().stream().allMatch(ContainerState::hasStarted)
        ? "Running"
        : "Pending";
  }

  private static void add(ObjectNode status, String field, Collection<ContainerState> states) {
    if (!states.isEmpty()) {
      ArrayNode list = status.putArray(field);
      states.forEach(state -> list.add(state.toStatus()));
    }
  }
}
