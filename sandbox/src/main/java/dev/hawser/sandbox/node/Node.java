package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Change;
import dev.hawser.sandbox.store.ChangeLoop;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The only node: runs every pod as child processes of this one, and the Services' addresses.
public final class Node implements AutoCloseable {
  private final Store store;
  private final NodeSettings settings;
  private final Map<ObjectKey, PodRunner> pods = new ConcurrentHashMap<>();
  private final ServiceNetwork network;
  private final ChangeLoop networkLoop;
  private final Store.Subscription subscription;
  private volatile Map<String, String> cluster = Map.of();

  public Node(Store store, NodeSettings settings) {
    this.store = store;
    this.settings = settings;
    this.network = new ServiceNetwork(store);
    this.networkLoop =
        new ChangeLoop(
            store,
            kind -> kind == ObjectKind.SERVICE || kind == ObjectKind.ENDPOINTS,
            List.of(network::reconcile, this::writeHosts));
    this.subscription = store.listenWithState(ObjectKind.POD, this::changed);
  }

  /// Tells pods to come where the API is.
  public void apiPort(int port) {
    cluster =
        Map.of(
            "KUBERNETES_SERVICE_HOST", "127.0.0.1",
            "KUBERNETES_SERVICE_PORT", String.valueOf(port),
            "KUBERNETES_SERVICE_PORT_HTTPS", String.valueOf(port));
  }

  private void changed(Change change) {
    switch (change.key().kind()) {
      case POD -> change.after().ifPresent(pod -> podChanged(change, pod));
      case CONFIG_MAP, SECRET ->
          pods.values().stream()
              .filter(pod -> pod.namespace().equals(change.key().namespace()))
              .forEach(pod -> Thread.startVirtualThread(pod::refreshVolumes));
      case NAMESPACE, NODE, SERVICE, ENDPOINTS, EVENT, SERVICE_ACCOUNT, DEPLOYMENT -> {}
      case REPLICA_SET, STATEFUL_SET, DAEMON_SET, CONTROLLER_REVISION, ENDPOINT_SLICE -> {}
      case LEASE, AUTOSCALER -> {}
      case DISRUPTION_BUDGET, ROLE, ROLE_BINDING -> {}
    }
  }

  private void podChanged(Change change, ObjectNode pod) {
    if (change.before().isEmpty()) {
      PodRunner runner = new PodRunner(store, settings, cluster, pod);
      pods.put(change.key(), runner);
      Thread.startVirtualThread(runner::run);
    }
    int grace = graceOfDeletion(pod);
    int before = change.before().map(Node::graceOfDeletion).orElse(-1);
    PodRunner runner = pods.get(change.key());
    if (grace != before && runner != null) {
      Thread.startVirtualThread(
          () -> {
            runner.terminate(grace);
            pods.remove(change.key(), runner);
          });
    }
  }

  private static int graceOfDeletion(ObjectNode pod) {
    return Json.number(pod, "/metadata/deletionGracePeriodSeconds", -1);
  }

  private void writeHosts() {
    for (PodRunner pod : pods.values()) {
      try {
        pod.writeHosts();
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }
  }

  /// The address at which a pod's ports are.
  public String address(String namespace, String pod) {
    return runner(namespace, pod).address();
  }

  /// The file with the container's outputs.
  ///
  /// @param previous whether of the run before the present one
  /// @throws StatusException 400 if it has not run
  public Path log(String namespace, String pod, String container, boolean previous) {
    PodRunner runner = runner(namespace, pod);
    Optional<Path> log = runner.runner(container).log(previous);
    return log.orElseThrow(
        () ->
            StatusException.badRequest(
                previous
                    ? "previous terminated container \"%s\" in pod \"%s\" not found"
                        .formatted(container, pod)
                    : "container \"%s\" in pod \"%s\" is waiting to start: %s"
                        .formatted(
                            container,
                            pod,
                            Json.text(runner.status().of(container).state(), "/waiting/reason"))));
  }

  /// Whether the container's log may still grow.
  public boolean isRunning(String namespace, String pod, String container) {
    PodRunner runner = pods.get(new ObjectKey(ObjectKind.POD, namespace, pod));
    return runner != null && runner.runner(container).isRunning();
  }

  /// Starts a command in a running container; the caller owns the process.
  public Process execute(String namespace, String pod, String container, List<String> command)
      throws IOException {
    return runner(namespace, pod).runner(container).execute(command);
  }

  /// Ends a process of [#execute] with all that it started.
  public static void destroy(Process process) {
    ContainerRunner.destroy(process);
  }

  private PodRunner runner(String namespace, String pod) {
    PodRunner runner = pods.get(new ObjectKey(ObjectKind.POD, namespace, pod));
    if (runner == null) {
      throw StatusException.notFound(ObjectKind.POD, pod);
    }
    return runner;
  }

  /// Kills all pods and waits for their ends.
  @Override
  public void close() {
    subscription.close();
    networkLoop.close();
    network.close();
    pods.values().parallelStream().forEach(pod -> pod.terminate(0));
  }
}
