package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What admission makes of an agent's pod, or says against it.
final class PodAdmission {
  private static final String QUOTA = "exceeded quota";
  private static final String POD_SECURITY = "violates PodSecurity"; // whoever makes the pod
  private static final List<String> RUN = List.of("image", "command", "args");

  private PodAdmission() {}

  /// Why no agent's pod can be made, if that is certain. Where the user's pod of the original
  /// template is refused as well, that may be for being the user's.
  static Optional<Failure> refusal(Scene scene) {
    return switch (scene.trial()) {
      case PodTrial.Refused(String words, boolean originalToo)
          when !originalToo
              || words.startsWith(POD_SECURITY)
              || (words.contains(QUOTA) && scene.surge() == Surge.REQUIRED) ->
          Optional.of(
              new Failure(
                  FailureKind.TARGET_UNSUITABLE,
                  "no agent's pod would be made for %s: %s".formatted(scene.workload(), words),
                  words.contains(QUOTA)
                      ? "make room in the quota for one more pod of it; nothing was changed"
                      : "see the namespace's PodSecurity level, limits and policies; nothing was"
                          + " changed"));
      case PodTrial.Refused _, PodTrial.Admitted _, PodTrial.NotTried _ -> Optional.empty();
    };
  }

  static Stream<String> warnings(Scene scene) {
    return switch (scene.trial()) {
      case PodTrial.Refused(String words, boolean originalToo) ->
          Stream.of(
              words.contains(QUOTA)
                  ? "there is no room in the quota for one more pod, so that agents wait for originals to go: "
                      + words
                  : "your own pod of that template, original or not, would be refused: " + words);
      case PodTrial.Admitted(JsonNode pod) -> changes(scene, pod.path("spec"));
      case PodTrial.NotTried() -> Stream.empty();
    };
  }

  private static Stream<String> changes(Scene scene, JsonNode admitted) {
    JsonNode agent =
        admitted
            .path("containers")
            .valueStream()
            .filter(one -> one.path("name").asText().equals(scene.container()))
            .findFirst()
            .orElse(scene.agent());
    Stream<String> run =
        RUN.stream()
            .filter(field -> !agent.path(field).equals(scene.agent().path(field)))
            .map(
                field ->
                    "admission changes the agent's %s to %s".formatted(field, agent.path(field)));
    Set<String> variables = names(agent.path("env"));
    variables.removeAll(names(scene.agent().path("env")));
    Stream<String> steering =
        variables.stream()
            .filter(AgentSettings.STEERING_JVMS::contains)
            .map(
                name ->
                    "admission gives the agent's container %s, which its JVM obeys, too"
                        .formatted(name));
    return Stream.of(run, steering, added(scene, admitted)).flatMap(one -> one);
  }

  private static Stream<String> added(Scene scene, JsonNode admitted) {
    return Stream.of("containers", "initContainers")
        .flatMap(
            kind -> {
              Set<String> names = names(admitted.path(kind));
              names.removeAll(names(scene.podSpec().path(kind)));
              return names.stream();
            })
        .map(name -> "admission adds container %s to agents' pods".formatted(name));
  }

  private static Set<String> names(JsonNode list) {
    return list.valueStream()
        .map(one -> one.path("name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
