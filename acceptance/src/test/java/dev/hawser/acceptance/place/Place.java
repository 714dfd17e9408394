package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A cluster: the sandbox, or that of `$KUBECONFIG`.
public interface Place extends AutoCloseable {
  /// An image with a shell and its usual tools, of which a container gives the command.
  String SHELL = "hawser.test/base:1";

  static Place open() {
    String place = System.getProperty("hawser.place", "sandbox");
    return switch (place) {
      case "sandbox" -> new SandboxPlace();
      case "kubernetes" -> new KubernetesPlace();
      default ->
          throw new IllegalArgumentException(
              "hawser.place: %s (expected: sandbox or kubernetes)".formatted(place));
    };
  }

  KubernetesClient client();

  Path kubeconfig();

  /// What `hawser` finds in its environment here.
  Map<String, String> variables();

  /// A test program's image, by its short name.
  default String image(String name) {
    return "hawser.test/%s:%s".formatted(name, System.getProperty("hawser.imageTag", "1"));
  }

  /// The words by which `exec` runs [dev.hawser.acceptance.program.Program] in a container.
  List<String> program();

  /// The process of a pod's container, which is one of this machine.
  ProcessHandle process(Pod pod, String container);

  /// A line of its own for one session.
  Line line();

  /// The size of a big upload or download.
  long bigTransferBytes();

  /// Whether a reaper can be had.
  boolean hasJobs();

  /// The option of `connect` by which agents in the place of `orders` are dialled straight, after
  /// what it needs was made.
  String[] straightToAgents(String namespace);

  /// A kubeconfig of somebody who may do in the namespace what a session needs, but for this.
  ///
  /// @param resource the plural, with a subresource after a slash
  LimitedUser userWithout(String verb, String resource, String namespace);

  /// Whoever may do less than the tests themselves.
  interface LimitedUser extends AutoCloseable {
    Path kubeconfig();

    @Override
    void close();
  }

  @Override
  void close();
}
