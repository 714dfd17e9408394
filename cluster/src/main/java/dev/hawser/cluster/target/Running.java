package dev.hawser.cluster.target;

import java.util.Set;

/// Whether agents would start at all if a workload's pods were made anew now. Pure.
final class Running {
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private Running() {}

  static void require(PodSource source) {
    Workload workload = source.workload();
    switch (workload.kind()) {
      case DEPLOYMENT -> {
        requireScaled(source);
        requireNotPaused(source);
      }
      case STATEFUL_SET, REPLICA_SET -> requireScaled(source);
      case DAEMON_SET -> requireNodes(source);
      case POD -> requireUnfinished(source);
    }
  }

  private static void requireScaled(PodSource source) {
    if (source.replicas() == 0) {
      throw Unsuitable.because(
          "%s is scaled to no pods".formatted(source.workload()), start(source.workload()));
    }
  }

  static String start(Workload workload) {
    return "start some: kubectl -n %s scale %s --replicas=1"
        .formatted(workload.namespace(), workload);
  }

  private static void requireNotPaused(PodSource source) {
    if (source.object().at("/spec/paused").asBoolean()) {
      throw Unsuitable.because(
          "the rollout of %s is paused, so no agent would be started".formatted(source.workload()),
          "resume it: kubectl -n %s rollout resume %s"
              .formatted(source.workload().namespace(), source.workload()));
    }
  }

  private static void requireNodes(PodSource source) {
    if (source.replicas() == 0) {
      throw Unsuitable.because(
          "%s has no pods, for it fits no node".formatted(source.workload()),
          "check its node selector and tolerations against the nodes' labels and taints");
    }
  }

  private static void requireUnfinished(PodSource source) {
    if (isFinished(source.object().at("/status/phase").asText())) {
      throw Unsuitable.because(
          "%s has run to its end".formatted(source.workload()), "name a pod that runs");
    }
  }

  static boolean isFinished(String phase) {
    return FINISHED.contains(phase);
  }
}
