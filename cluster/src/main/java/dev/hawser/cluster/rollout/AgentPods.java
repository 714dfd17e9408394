package dev.hawser.cluster.rollout;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.security.Fingerprint;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// The agents of one session, as they come and go: first ones, more when the workload is scaled,
/// new ones where a container is restarted or a pod moves.
/// ```
///  container runs ──► log is read ──fingerprint──► onAgent ──container or pod ends──► onAgentGone
/// ```
/// All calls to the listener come one after the other from one virtual thread, which may block.
public final class AgentPods implements AutoCloseable {
  private static final Duration FINGERPRINT_LIMIT = Duration.ofSeconds(30);

  /// Told what happens to the agents.
  public interface Listener {
    /// An agent waits for its link; it becomes ready, and its pod gets traffic, when it has one.
    void onAgent(AgentPod pod);

    /// An agent of which [#onAgent] told does not run any more.
    void onAgentGone(String podName);

    /// A short line for the user: what is being waited for.
    void onProgress(String text);
  }

  /// One run of an agent's container.
  private record Run(String containerId, boolean announced) {}

  private final KubernetesClient client;
  private final Changes changes;
  private final SessionRecord session;
  private final AgentCarriers carriers;
  private final Listener listener;
  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("agents").factory());
  private final Map<String, Run> runs = new HashMap<>(); // on the calls' thread only
  private final Map<String, String> silent = new ConcurrentHashMap<>(); // pods without fingerprint
  private final StandInKeeping standIns; // on the calls' thread only
  private final long generation;
  private final RolloutWatch watch;

  /// Starts to watch.
  ///
  /// @param changes for what no controller does
  /// @param carriers to reach the agents by
  /// @param generation the workload's after the swap
  public AgentPods(
      KubernetesClient client,
      Changes changes,
      SessionRecord session,
      AgentCarriers carriers,
      long generation,
      Listener listener) {
    this.client = client;
    this.changes = changes;
    this.session = session;
    this.standIns = new StandInKeeping(changes, session);
    this.carriers = carriers;
    this.generation = generation;
    this.listener = listener;
    this.watch = new RolloutWatch(client, session.workload());
    watch.onChange(() -> call(this::reconcile));
  }

  private void call(Runnable task) {
    try {
      calls.execute(task);
    } catch (RejectedExecutionException closed) {
      // nobody listens any more
    }
  }

  private void reconcile() {
    Snapshot snapshot = watch.snapshot();
    standIns.keep(snapshot);
    Set<String> running = new HashSet<>();
    for (Pod pod : snapshot.agents(session.session())) {
      runningContainer(pod)
          .ifPresent(
              id -> {
                String name = pod.getMetadata().getName();
                running.add(name);
                Run known = runs.get(name);
                if (known != null && !known.containerId().equals(id)) {
                  gone(name);
                  known = null;
                }
                if (known == null && !Snapshot.isStopping(pod)) {
                  runs.put(name, new Run(id, false));
                  Thread.ofVirtual().name("log of " + name).start(() -> identify(pod, id));
                }
              });
    }
    Set.copyOf(runs.keySet()).stream().filter(name -> !running.contains(name)).forEach(this::gone);
  }

  private Optional<String> runningContainer(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(session.container()))
        .filter(status -> status.getState() != null && status.getState().getRunning() != null)
        .map(ContainerStatus::getContainerID)
        .findFirst();
  }

  private void gone(String name) {
    Run run = runs.remove(name);
    silent.remove(name);
    if (run != null && run.announced()) {
      listener.onAgentGone(name);
    }
  }

  private void identify(Pod agent, String containerId) {
    String pod = agent.getMetadata().getName();
    try {
      AgentLog log = new AgentLog(client, session.workload().namespace(), pod, session.container());
      Fingerprint fingerprint = log.fingerprint(FINGERPRINT_LIMIT);
      Carrier carrier = carriers.to(agent, this::progress);
      call(() -> announce(new AgentPod(pod, containerId, fingerprint, carrier, log)));
    } catch (IOException e) {
      call(() -> keepSilent(pod, containerId, e));
    }
  }

  private void announce(AgentPod agent) {
    Run run = runs.get(agent.name());
    if (run != null && run.containerId().equals(agent.containerId())) {
      runs.put(agent.name(), new Run(agent.containerId(), true));
      listener.onAgent(agent);
    }
  }

  /// The run stays known, so that it is not asked again; a restart is another run.
  private void keepSilent(String pod, String containerId, IOException e) {
    Run run = runs.get(pod);
    if (run != null && run.containerId().equals(containerId)) {
      silent.put(pod, String.valueOf(e.getMessage()));
      watch.signal();
    }
  }

  private void progress(String text) {
    call(() -> listener.onProgress(text));
  }

  /// Returns when every pod of the workload is an agent and ready, and so has its link: from then
  /// on the Service's traffic comes. Progress is told to the listener.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException when the time is over, or as soon as it
  ///     is plain that a pod cannot start, with the words of whoever refuses
  public void awaitServing(Duration limit) {
    new ServingWait(client, session, generation, silent, changes, this::progress)
        .await(watch, limit);
  }

  /// Ends the watch; no call of the listener begins after this.
  @Override
  public void close() {
    watch.close();
    calls.shutdownNow();
  }
}
