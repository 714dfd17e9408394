package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.StatusException;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// One pod on the node, from its binding to its end.
final class PodRunner {
  private final Store store;
  private final NodeSettings settings;
  private final Map<String, String> cluster;
  private final ObjectNode pod;
  private final String address;
  private final Volumes volumes;
  private final PodStatus status;
  private final Events events;
  private final Path hosts;
  private final Map<String, ContainerRunner> containers = new LinkedHashMap<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final AtomicBoolean terminating = new AtomicBoolean();

  /// @param cluster the variables that every container gets
  PodRunner(Store store, NodeSettings settings, Map<String, String> cluster, ObjectNode pod) {
    this.store = store;
    this.settings = settings;
    this.cluster = cluster;
    this.pod = pod;
    this.address = settings.addresses().nextPod();
    Path directory = settings.directory().resolve("pods").resolve(namespace() + "_" + name());
    this.volumes = new Volumes(pod, new References(store, namespace()), directory);
    this.hosts = directory.resolve("hosts");
    this.status = new PodStatus(store, pod, address);
    this.events = new Events(store);
    String policy = Json.text(pod, "/spec/restartPolicy");
    for (JsonNode init : pod.at("/spec/initContainers")) {
      String once = policy.equals("Never") ? "Never" : "OnFailure";
      String initPolicy = ContainerState.isSidecar(init) ? "Always" : once;
      containers.put(Json.text(init, "/name"), new ContainerRunner(this, init, initPolicy));
    }
    for (JsonNode container : pod.at("/spec/containers")) {
      containers.put(Json.text(container, "/name"), new ContainerRunner(this, container, policy));
    }
  }

  /// Its virtual thread's life.
  void run() {
    try {
      store.update(
          key(),
          Store.Part.OBJECT,
          object -> {
            object.withObject("/spec").put("nodeName", NodeSettings.NODE_NAME);
            return object;
          });
      status.publish();
      normal(
          "Scheduled",
          "Successfully assigned %s/%s to %s"
              .formatted(namespace(), name(), NodeSettings.NODE_NAME));
      Files.createDirectories(volumes.directory());
      writeHosts();
      runContainers();
    } catch (StatusException gone) {
      // deleted before it was started
    } catch (IOException unwritable) {
      warning("FailedCreatePodSandBox", unwritable.toString());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    } finally {
      over.complete(null);
    }
  }

  private void runContainers() throws InterruptedException {
    List<CompletableFuture<Integer>> sidecars = new ArrayList<>();
    boolean succeeded = initialize(sidecars) && runMainContainers();
    if (!terminating.get()) {
      stopSidecars(graceSeconds());
    }
    sidecars.forEach(CompletableFuture::join);
    if (!terminating.get()) {
      status.end(succeeded);
    }
  }

  /// Runs the init containers one after the other; sidecars among them stay.
  ///
  /// @param sidecars to which the runs of those are added
  private boolean initialize(List<CompletableFuture<Integer>> sidecars)
      throws InterruptedException {
    for (JsonNode init : pod.at("/spec/initContainers")) {
      ContainerRunner runner = runner(init);
      if (ContainerState.isSidecar(init)) {
        sidecars.add(start(runner));
        runner.awaitStartup();
      } else if (runner.run() != 0) {
        return false;
      }
    }
    return !terminating.get();
  }

  private boolean runMainContainers() {
    List<CompletableFuture<Integer>> runs = mainContainers().map(PodRunner::start).toList();
    boolean succeeded = runs.stream().allMatch(run -> run.join() == 0);
    runs.forEach(CompletableFuture::join);
    return succeeded;
  }

  private Stream<ContainerRunner> mainContainers() {
    return pod.at("/spec/containers").valueStream().map(this::runner);
  }

  private ContainerRunner runner(JsonNode container) {
    return runner(Json.text(container, "/name"));
  }

  private static CompletableFuture<Integer> start(ContainerRunner runner) {
    CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            exitCode.complete(runner.run());
          } catch (InterruptedException closed) {
            exitCode.complete(1);
          } catch (RuntimeException unexpected) {
            exitCode.completeExceptionally(unexpected);
          }
        });
    return exitCode;
  }

  /// Ends all containers, waits for them, and takes the pod from the store. A second call may
  /// shorten the grace.
  void terminate(int graceSeconds) {
    boolean first = terminating.compareAndSet(false, true);
    Thread stop = Thread.startVirtualThread(() -> stopInOrder(graceSeconds));
    if (first) {
      containers.keySet().forEach(name -> normal("Killing", "Stopping container " + name));
      join(stop);
      over.join();
      clean();
      store.remove(key());
    }
  }

  private void stopInOrder(int graceSeconds) {
    Stream<ContainerRunner> initContainers =
        pod.at("/spec/initContainers")
            .valueStream()
            .filter(init -> !ContainerState.isSidecar(init))
            .map(this::runner);
    Stream.concat(initContainers, mainContainers())
        .map(container -> Thread.startVirtualThread(() -> stop(container, graceSeconds)))
        .toList()
        .forEach(PodRunner::join);
    stopSidecars(graceSeconds);
  }

  /// The last one that was started first, after all others.
  private void stopSidecars(int graceSeconds) {
    sidecars().toList().reversed().forEach(sidecar -> stop(runner(sidecar), graceSeconds));
  }

  private Stream<JsonNode> sidecars() {
    return pod.at("/spec/initContainers").valueStream().filter(ContainerState::isSidecar);
  }

  private static void stop(ContainerRunner container, int graceSeconds) {
    try {
      container.stop(graceSeconds);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes away all files but the logs.
  private void clean() {
    try {
      for (String container : containers.keySet()) {
        Path root = volumes.directory().resolve(container).resolve("root");
        if (Files.exists(root)) {
          AtomicDirectory.delete(root);
        }
      }
      if (Files.exists(volumes.directory().resolve("volumes"))) {
        AtomicDirectory.delete(volumes.directory().resolve("volumes"));
      }
      Files.deleteIfExists(hosts);
    } catch (IOException left) {
      System.getLogger(PodRunner.class.getName()).log(System.Logger.Level.DEBUG, "left", left);
    }
  }

  /// Brings mounted ConfigMaps and Secrets up to date.
  synchronized void refreshVolumes() {
    Stream.concat(sidecars(), pod.at("/spec/containers").valueStream())
        .filter(container -> runner(container).isRunning())
        .forEach(this::refreshVolumes);
  }

  private void refreshVolumes(JsonNode container) {
    try {
      volumes.mount(container);
    } catch (IOException | MissingReferenceException keptAsItWas) {
      warning("FailedMount", String.valueOf(keptAsItWas.getMessage()));
    }
  }

  synchronized void writeHosts() throws IOException {
    if (Files.isDirectory(volumes.directory())) {
      HostsFile.write(hosts, HostsFile.lines(store, namespace(), hostname(), address));
    }
  }

  Map<String, String> environment(JsonNode container) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    variables.put("HOSTNAME", hostname());
    variables.putAll(cluster);
    variables.putAll(Variables.ofServices(store.list(ObjectKind.SERVICE, namespace())));
    variables.put("HAWSER_BIND_ADDRESS", address);
    variables.put("HAWSER_VOLUME_ROOT", volumes.root(container).toString());
    Map<String, String> all =
        Variables.of(store.get(key()), container, volumes.references(), variables);
    all.put("HAWSER_TUNNEL_ADDRESS", address); // also of an agent that is told: every address
    return all;
  }

  Optional<List<String>> command(JsonNode container, Map<String, String> environment) {
    return settings
        .images()
        .command(
            container,
            Map.of(
                "hosts", hosts.toString(),
                "address", address,
                "volumes", volumes.root(container).toString()),
            environment);
  }

  /// @throws StatusException 400 if the pod has no such container
  ContainerRunner runner(String container) {
    ContainerRunner runner = containers.get(container);
    if (runner == null) {
      throw StatusException.badRequest(
          "container %s is not valid for pod %s".formatted(container, name()));
    }
    return runner;
  }

  void normal(String reason, String message) {
    events.normal(ObjectKind.POD, pod, reason, message);
  }

  void warning(String reason, String message) {
    events.warning(ObjectKind.POD, pod, reason, message);
  }

  ObjectKey key() {
    return ObjectKey.of(ObjectKind.POD, pod);
  }

  String name() {
    return Json.text(pod, "/metadata/name");
  }

  private String hostname() {
    String own = Json.text(pod, "/spec/hostname");
    return own.isEmpty() ? name() : own;
  }

  String namespace() {
    return Json.text(pod, "/metadata/namespace");
  }

  String address() {
    return address;
  }

  int graceSeconds() {
    return Json.number(pod, "/spec/terminationGracePeriodSeconds", 30);
  }

  Volumes volumes() {
    return volumes;
  }

  PodStatus status() {
    return status;
  }
}
