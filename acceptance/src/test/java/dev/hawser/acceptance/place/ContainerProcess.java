package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;

/// The process of a container, as the test cluster's node, which is this machine, has it.
public final class ContainerProcess {
  private ContainerProcess() {}

  public static ProcessHandle of(Pod pod, String container) {
    String id =
        pod.getStatus().getContainerStatuses().stream()
            .filter(status -> status.getName().equals(container))
            .map(status -> status.getContainerID().replace("containerd://", ""))
            .findFirst()
            .orElseThrow();
    String tool = Objects.requireNonNull(System.getenv("HAWSER_CLUSTER"), "HAWSER_CLUSTER");
    List<String> tasks = Shell.run(tool, "ctr", "tasks", "ls");
    return tasks.stream()
        .filter(line -> line.startsWith(id))
        .map(line -> Long.parseLong(line.split("\\s+")[1]))
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not among " + tasks));
  }
}
