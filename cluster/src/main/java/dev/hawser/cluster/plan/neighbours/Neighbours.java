package dev.hawser.cluster.plan.neighbours;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.target.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/// Looks for what may disturb a session before anything is changed.
public final class Neighbours {
  private static final List<Function<Scene, Stream<String>>> SUBJECTS =
      List.of(
          Unready::warnings,
          Reverters::warnings,
          Autoscalers::warnings,
          Strategy::warnings,
          HostPorts::warnings,
          PodAdmission::warnings,
          Quotas::warnings,
          LimitRanges::warnings,
          PullSecrets::warnings,
          Volumes::warnings,
          NetworkPolicies::warnings,
          Meshes::warnings,
          DisruptionBudgets::warnings);

  private final PodRehearsal pods;
  private final Workload workload;
  private final CompletableFuture<Neighbourhood> neighbours;
  private final CompletableFuture<Boolean> mayTryPods;

  private Neighbours(KubernetesClient client, Workload workload) {
    this.pods = new PodRehearsal(client, workload);
    this.workload = workload;
    Executor threads = Thread::startVirtualThread;
    this.neighbours =
        CompletableFuture.supplyAsync(
            () -> Neighbourhood.read(client, workload.namespace()), threads);
    this.mayTryPods = CompletableFuture.supplyAsync(pods::isAllowed, threads);
  }

  /// Begins to look; does not wait.
  public static Neighbours of(KubernetesClient client, Workload workload) {
    return new Neighbours(client, workload);
  }

  /// Blocks.
  ///
  /// @param container the one whose place the agent takes
  /// @param before the workload as it is
  /// @param after the workload as it would be, admission of the workload itself included
  /// @return what the user should know, each a plain sentence
  /// @throws dev.hawser.endpoint.failure.FailureException of kind TARGET_UNSUITABLE, if no agent's
  ///     pod would be made
  public List<String> warnings(
      String container, PlanRequest request, JsonNode before, JsonNode after) {
    String template = workload.kind().template();
    PodTrial trial =
        mayTryPods.join()
            ? pods.of(before.at(template), after.at(template))
            : new PodTrial.NotTried();
    Scene scene = new Scene(workload, container, request, before, after, neighbours.join(), trial);
    PodAdmission.refusal(scene)
        .ifPresent(
            failure -> {
              throw failure.asException();
            });
    return warnings(scene);
  }

  static List<String> warnings(Scene scene) {
    return SUBJECTS.stream().flatMap(subject -> subject.apply(scene)).distinct().toList();
  }
}
