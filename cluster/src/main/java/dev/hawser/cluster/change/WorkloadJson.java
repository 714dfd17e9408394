package dev.hawser.cluster.change;

import static dev.hawser.cluster.target.WorkloadKind.POD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.util.Optional;
import java.util.OptionalInt;

/// A workload as the API server told it, to the last field, whatever version of it we know.
record WorkloadJson(WorkloadKind kind, JsonNode root) {
  static final String ANNOTATIONS = "/metadata/annotations";

  /// Which one it is; a stand-in is the pod for which it stands in.
  Workload workload() {
    return new Workload(
        kind,
        root.at("/metadata/namespace").asText(),
        annotation(StandInName.ANNOTATION).filter(name -> kind == POD).orElseGet(this::objectName));
  }

  /// Where the API server has it.
  String path() {
    return kind.path(root.at("/metadata/namespace").asText()) + "/" + objectName();
  }

  /// The same object, as it is later.
  WorkloadJson with(JsonNode later) {
    return new WorkloadJson(kind, later);
  }

  String objectName() {
    return root.at("/metadata/name").asText();
  }

  /// Where the pods' annotations are.
  String templateAnnotations() {
    return kind.template() + "/metadata/annotations";
  }

  /// Where the pods' spec is.
  String pod() {
    return kind.template() + "/spec";
  }

  String containers() {
    return pod() + "/containers";
  }

  String uid() {
    return root.at("/metadata/uid").asText();
  }

  String resourceVersion() {
    return root.at("/metadata/resourceVersion").asText();
  }

  long generation() {
    return root.at("/metadata/generation").asLong();
  }

  Optional<String> mark() {
    return annotation(Mark.ANNOTATION);
  }

  Optional<String> templateMark() {
    return text(templateAnnotations(), Mark.ANNOTATION);
  }

  Optional<String> annotation(String name) {
    return text(ANNOTATIONS, name);
  }

  private Optional<String> text(String annotations, String name) {
    return Optional.of(root.at(annotations).path(name))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  /// Whether a ReplicaSet is a Deployment's, which makes it and changes it.
  boolean isControlled() {
    for (JsonNode owner : root.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  OptionalInt containerIndex(String container) {
    JsonNode containers = root.at(containers());
    for (int i = 0; i < containers.size(); i++) {
      if (containers.get(i).path("name").asText().equals(container)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  JsonNode container(int index) {
    return root.at(containers()).get(index);
  }

  /// What the agent in a container has been told.
  int tunnelPort(SessionRecord session) {
    int index = containerIndex(session.container()).orElseThrow();
    for (JsonNode variable : container(index).path("env")) {
      if (variable.path("name").asText().equals(AgentSettings.TUNNEL_PORT)) {
        return Integer.parseInt(variable.path("value").asText());
      }
    }
    return AgentSettings.DEFAULT_TUNNEL_PORT;
  }

  String containerPath(int index) {
    return containers() + "/" + index;
  }

  /// A patch that fails if anything at all has changed since this was read.
  JsonPatch guardedPatch() {
    return new JsonPatch()
        .test("/metadata/uid", TextNode.valueOf(uid()))
        .test("/metadata/resourceVersion", TextNode.valueOf(resourceVersion()));
  }
}
