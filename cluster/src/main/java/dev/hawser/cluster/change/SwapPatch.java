package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Save and swap in one write: the patch that puts the agent in a container's place together with
/// the record that undoes it. Pure: a workload in, a patch out.
///
/// @param change all of the patch but the record
/// @param tunnelPort where the agent will wait for links
record SwapPatch(JsonPatch change, UndoRecord record, int tunnelPort) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String EVERY_ADDRESS = "0.0.0.0"; // port-forward comes by loopback
  private static final String METRICS = "metrics";
  private static final String MARK = "/" + JsonPatch.escape(Mark.ANNOTATION);

  /// The swap of a workload as it is now.
  ///
  /// @throws FailureException if it is not the workload that was resolved, or marked already
  static SwapPatch of(WorkloadJson workload, ResolvedTarget target, PlanRequest request) {
    Mark.requireUnmarked(workload);
    int index = index(workload, target);
    JsonNode container = workload.container(index);
    AgentPorts ports = AgentPorts.choose(workload.root().at(workload.pod()), target.inboundPorts());
    Map<String, String> variables = variables(target, request, ports);
    OptionalInt metricsPort =
        hasPort(container, METRICS) ? OptionalInt.empty() : OptionalInt.of(ports.probe());
    ObjectNode fields = AgentContainer.fields(request.image(), ports.probe(), container);

    String path = workload.containerPath(index);
    JsonPatch change =
        workload.guardedPatch().test(path + "/name", TextNode.valueOf(target.container()));
    setFields(change, path, container, fields);
    SteeringVariables.rename(change, path, container);
    addVariables(change, path, container, variables);
    metricsPort.ifPresent(port -> addMetricsPort(change, path, container, port));
    boolean lowPorts = LowPorts.needed(workload, target.inboundPorts());
    if (lowPorts) {
      LowPorts.allow(change, workload);
    }
    Optional<StrategyChange> strategy = StrategyChange.needed(workload);
    strategy.ifPresent(one -> one.apply(change));
    addMap(change, workload, workload.templateAnnotations());
    change.add(workload.templateAnnotations() + MARK, TextNode.valueOf(request.sessionId()));
    addMap(change, workload, WorkloadJson.ANNOTATIONS);
    UndoRecord record =
        new UndoRecord(
            session(target, request),
            presentOf(container, fields),
            fields,
            List.copyOf(variables.keySet()),
            metricsPort,
            lowPorts,
            strategy);
    return new SwapPatch(change, record, ports.tunnel());
  }

  /// The same after a dry run. Admission may change what was asked for, and it is by what will
  /// really be there that undoing tells our values from foreign ones.
  SwapPatch asAdmitted(WorkloadJson dryRun) {
    JsonNode container =
        dryRun.container(dryRun.containerIndex(record.session().container()).orElseThrow());
    ObjectNode admitted = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : record.after().properties()) {
      JsonNode value = container.get(field.getKey());
      admitted.set(field.getKey(), value == null ? JSON.nullNode() : value.deepCopy());
    }
    return new SwapPatch(
        change,
        new UndoRecord(
            record.session(),
            record.before(),
            admitted,
            record.variables(),
            record.metricsPort(),
            record.lowPorts(),
            record.strategy().map(one -> one.asAdmitted(dryRun))),
        tunnelPort);
  }

  /// All of it.
  JsonPatch patch() {
    return change
        .copy()
        .add(WorkloadJson.ANNOTATIONS + MARK, TextNode.valueOf(record.toAnnotation()));
  }

  private static int index(WorkloadJson workload, ResolvedTarget target) {
    OptionalInt index = workload.containerIndex(target.container());
    if (!workload.uid().equals(target.uid()) || index.isEmpty()) {
      throw unsuitable(
          "%s has been replaced meanwhile".formatted(target.workload()),
          "connect again to see what it is now");
    }
    return index.getAsInt();
  }

  private static Map<String, String> variables(
      ResolvedTarget target, PlanRequest request, AgentPorts ports) {
    List<Integer> inbound = target.inboundPorts().stream().map(InboundPort::containerPort).toList();
    Map<String, String> variables =
        new LinkedHashMap<>(
            AgentSettings.inPod(
                    request.endpoint(),
                    inbound,
                    target.volumeMounts(),
                    ports.tunnel(),
                    ports.probe(),
                    request.grace())
                .toEnvironment());
    if (request.direct().isPresent()) {
      variables.put(AgentSettings.TUNNEL_ADDRESS, EVERY_ADDRESS);
    }
    return variables;
  }

  private static SessionRecord session(ResolvedTarget target, PlanRequest request) {
    return new SessionRecord(
        target.workload(),
        request.sessionId(),
        request.owner(),
        request.startedAt(),
        request.grace(),
        target.container());
  }

  private static void setFields(
      JsonPatch change, String path, JsonNode container, ObjectNode fields) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      if (!field.getValue().isNull()) {
        change.add(path + "/" + field.getKey(), field.getValue());
      } else if (container.has(field.getKey())) {
        change.remove(path + "/" + field.getKey());
      }
    }
  }

  private static ObjectNode presentOf(JsonNode container, ObjectNode fields) {
    ObjectNode present = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      JsonNode value = container.get(field.getKey());
      if (value != null) {
        present.set(field.getKey(), value.deepCopy());
      }
    }
    return present;
  }

  private static void addVariables(
      JsonPatch change, String path, JsonNode container, Map<String, String> variables) {
    List<String> taken = new ArrayList<>();
    container.path("env").forEach(one -> taken.add(one.path("name").asText()));
    taken.retainAll(variables.keySet());
    if (!taken.isEmpty()) {
      throw unsuitable(
          "container '%s' has the variable %s already"
              .formatted(container.path("name").asText(), taken.getFirst()),
          "rename it: names that begin with " + AgentSettings.PREFIX + " are the agent's");
    }
    if (!container.has("env")) {
      change.add(path + "/env", JSON.arrayNode());
    }
    variables.forEach(
        (name, value) ->
            change.add(path + "/env/-", JSON.objectNode().put("name", name).put("value", value)));
  }

  private static boolean hasPort(JsonNode container, String name) {
    for (JsonNode port : container.path("ports")) {
      if (port.path("name").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static void addMetricsPort(JsonPatch change, String path, JsonNode container, int port) {
    if (!container.has("ports")) {
      change.add(path + "/ports", JSON.arrayNode());
    }
    change.add(
        path + "/ports/-",
        JSON.objectNode().put("name", METRICS).put("containerPort", port).put("protocol", "TCP"));
  }

  private static void addMap(JsonPatch change, WorkloadJson workload, String path) {
    if (!workload.root().at(path).isObject()) {
      change.add(path, JSON.objectNode());
    }
  }

  private static FailureException unsuitable(String what, String advice) {
    return new Failure(FailureKind.TARGET_UNSUITABLE, what, advice).asException();
  }
}
