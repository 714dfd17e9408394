package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.StatusException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Keeps one container of a pod running: "pulls" its image, starts it, restarts it with growing
/// pauses. [#run] is the container's own virtual thread; the rest may be called from any.
final class ContainerRunner {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofMillis(500);

  private final PodRunner pod;
  private final JsonNode container;
  private final String name;
  private final String restartPolicy;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch startedUp = new CountDownLatch(1);
  private final Set<Process> executed = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ContainerProcess process;
  private volatile Map<String, String> environment = Map.of();
  private final AtomicInteger starts = new AtomicInteger();

  ContainerRunner(PodRunner pod, JsonNode container, String restartPolicy) {
    this.pod = pod;
    this.container = container;
    this.name = Json.text(container, "/name");
    this.restartPolicy = restartPolicy;
  }

  /// Returns when the container will not run again.
  ///
  /// @return the exit code of the last run
  int run() throws InterruptedException {
    int failures = 0;
    while (true) {
      Optional<List<String>> command = prepare();
      if (command.isEmpty() || isStopping()) {
        return 1;
      }
      int exitCode = runOnce(command.get());
      boolean again =
          restartPolicy.equals("Always") || (restartPolicy.equals("OnFailure") && exitCode != 0);
      if (isStopping() || !again) {
        return exitCode;
      }
      if (failures++ > 0) {
        Duration pause = pause(failures);
        String message =
            "back-off %ds restarting failed container=%s pod=%s"
                .formatted(pause.toSeconds(), name, pod.name());
        pod.warning("BackOff", "Back-off restarting failed container " + name);
        pod.status().change(name, state -> state.waitsFor("CrashLoopBackOff", message));
        if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return exitCode;
        }
      }
    }
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 2, 10));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  /// Retries until what the container refers to is there; the words to run, or none when it is
  /// stopped before.
  private Optional<List<String>> prepare() throws InterruptedException {
    do {
      try {
        pod.volumes().mount(container);
        environment = pod.environment(container);
        Optional<List<String>> command = pod.command(container, environment);
        if (command.isPresent()) {
          return command;
        }
        refuseImage();
        stopping.await();
      } catch (MissingReferenceException missing) {
        String message = String.valueOf(missing.getMessage());
        pod.warning("Failed", "Error: " + message);
        pod.status().change(name, state -> state.waitsFor("CreateContainerConfigError", message));
      } catch (IOException unwritable) {
        pod.warning("FailedMount", "MountVolume.SetUp failed: " + unwritable);
      }
    } while (!stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
    return Optional.empty();
  }

  private void refuseImage() throws InterruptedException {
    String image = Json.text(container, "/image");
    String why =
        "failed to pull and unpack image \"%s\": the sandbox has no image of that name"
            .formatted(image);
    pod.normal("Pulling", "Pulling image \"" + image + "\"");
    pod.warning("Failed", "Failed to pull image \"" + image + "\": " + why);
    pod.warning("Failed", "Error: ErrImagePull");
    pod.status().change(name, state -> state.waitsFor("ErrImagePull", why));
    stopping.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    String backOff = "Back-off pulling image \"" + image + "\"";
    pod.normal("BackOff", backOff);
    pod.warning("Failed", "Error: ImagePullBackOff");
    pod.status().change(name, state -> state.waitsFor("ImagePullBackOff", backOff));
  }

  private int runOnce(List<String> command) throws InterruptedException {
    String program = command.isEmpty() ? "" : command.getFirst();
    if (!isExecutable(program)) {
      String why = "exec: \"" + program + "\": executable file not found in $PATH";
      pod.warning("Failed", "Error: " + why);
      String id = newId();
      pod.status().change(name, state -> state.runs(id).ended(128, "StartError", why));
      return 128;
    }
    ContainerProcess started;
    try {
      Path log = logOf(starts.get() + 1);
      Files.createDirectories(log.getParent());
      started = ContainerProcess.start(command, environment, pod.volumes().root(container), log);
      starts.incrementAndGet();
    } catch (IOException refused) {
      String id = newId();
      pod.status()
          .change(name, state -> state.runs(id).ended(128, "StartError", refused.toString()));
      return 128;
    }
    process = started;
    if (isStopping()) {
      started.kill();
    }
    String id = newId();
    pod.status().change(name, state -> state.runs(id));
    pod.normal("Started", "Started container " + name);
    Probes probes = Probes.start(pod, container, this, started);
    int exitCode = started.waitFor();
    probes.stop();
    executed.forEach(ContainerRunner::destroy);
    String reason = exitCode == 0 ? "Completed" : "Error";
    pod.status().change(name, state -> state.ended(exitCode, reason, ""));
    return exitCode;
  }

  private static String newId() {
    return "hawser-sandbox://" + UUID.randomUUID().toString().replace("-", "");
  }

  private boolean isExecutable(String program) {
    if (program.contains("/")) {
      return Files.isExecutable(Path.of(program));
    }
    String path = environment.getOrDefault("PATH", "");
    return !program.isEmpty()
        && List.of(path.split(File.pathSeparator, -1)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /// Called when its startup probe, if it has one, has been answered well.
  void hasStartedUp() {
    startedUp.countDown();
  }

  /// Returns when it has started up for the first time, or will not any more.
  void awaitStartup() throws InterruptedException {
    startedUp.await();
  }

  /// Ends it for good.
  void stop(int graceSeconds) throws InterruptedException {
    stopping.countDown();
    startedUp.countDown();
    ContainerProcess running = process;
    if (running != null) {
      running.stop(graceSeconds);
    }
  }

  /// Runs a command with the container's environment, in its directory. The caller ends it; the
  /// container's end does too.
  Process execute(List<String> command) throws IOException {
    ContainerProcess running = process;
    if (running == null || !running.isAlive()) {
      throw StatusException.badRequest("container not found (\"" + name + "\")");
    }
    ProcessBuilder builder =
        new ProcessBuilder(command.stream().map(ContainerRunner::inContainer).toList());
    builder.directory(pod.volumes().root(container).toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process started = builder.start();
    executed.add(started);
    started.onExit().thenRun(() -> executed.remove(started));
    return started;
  }

  /// Pods here share the machine's processes: its process 1 is none of theirs, and what is executed
  /// has the variables that theirs has.
  private static String inContainer(String word) {
    return word.startsWith("/proc/1/") ? "/proc/self/" + word.substring("/proc/1/".length()) : word;
  }

  static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// The file with the outputs of the present run, or of the one before.
  Optional<Path> log(boolean previous) {
    int run = starts.get() - (previous ? 1 : 0);
    return run < 1 ? Optional.empty() : Optional.of(logOf(run));
  }

  /// Whether the log may still grow.
  boolean isRunning() {
    ContainerProcess running = process;
    return running != null && running.isAlive();
  }

  private Path logOf(int run) {
    return pod.volumes().directory().resolve(name).resolve(run + ".log");
  }
}
