package dev.hawser.cluster.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadApi;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows one workload and its pods by watches, which the client re-opens when they break.
///
/// Any thread may wait. The listener is called on a thread of the client's and must not block.
final class RolloutWatch implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Workload workload;
  private final SharedIndexInformer<GenericKubernetesResource> workloads;
  private final @Nullable SharedIndexInformer<Pod> pods;
  private volatile Runnable listener = () -> {};
  private long changes;

  RolloutWatch(KubernetesClient client, Workload workload) {
    this.workload = workload;
    this.workloads =
        WorkloadApi.of(client, workload.namespace(), workload.kind())
            .withName(workload.name())
            .inform(new Signal<>());
    this.pods = selector().map(selected -> pods(client, selected)).orElse(null);
  }

  private Optional<LabelSelector> selector() {
    return switch (workload.kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET ->
          object().map(one -> KubeJson.as(LabelSelector.class, one.at("/spec/selector")));
      case POD -> {
        LabelSelector standIns = new LabelSelector();
        standIns.setMatchExpressions(
            List.of(new LabelSelectorRequirement(StandInName.LABEL, "Exists", List.of())));
        yield Optional.of(standIns);
      }
    };
  }

  private SharedIndexInformer<Pod> pods(KubernetesClient client, LabelSelector selected) {
    return client
        .pods()
        .inNamespace(workload.namespace())
        .withLabelSelector(selected)
        .inform(new Signal<>());
  }

  /// Has every change told from now on, and the present state at once.
  void onChange(Runnable listener) {
    this.listener = listener;
    listener.run();
  }

  Snapshot snapshot() {
    Optional<JsonNode> object = object();
    List<Pod> selected = pods == null ? List.of() : pods.getStore().list();
    return new Snapshot(workload.kind(), object, members(object, selected));
  }

  private Optional<JsonNode> object() {
    return workloads.getStore().list().stream().findFirst().map(KubeJson::tree);
  }

  private List<Pod> members(Optional<JsonNode> object, List<Pod> selected) {
    return switch (workload.kind()) {
      case DEPLOYMENT, STATEFUL_SET, DAEMON_SET -> selected;
      case REPLICA_SET ->
          selected.stream()
              .filter(pod -> object.filter(owner -> isOwnedBy(owner, pod)).isPresent())
              .toList();
      case POD ->
          Stream.concat(
                  object.stream().map(one -> KubeJson.as(Pod.class, one)),
                  selected.stream().filter(this::isStandIn))
              .toList();
    };
  }

  private static boolean isOwnedBy(JsonNode owner, Pod pod) {
    String uid = owner.at("/metadata/uid").asText();
    return pod.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(uid));
  }

  private boolean isStandIn(Pod pod) {
    return StandInName.original(pod.getMetadata()).filter(workload.name()::equals).isPresent();
  }

  /// Judges every new snapshot until there is a verdict, or no time is left.
  ///
  /// @param judge the snapshot and how long this has been waited for; a verdict or null, and how
  ///     soon to ask again though nothing has changed
  <T> Optional<T> await(Duration limit, BiFunction<Snapshot, Duration, Judgement<T>> judge) {
    long start = System.nanoTime();
    while (true) {
      long seen = changes();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
      Judgement<T> judgement = judge.apply(snapshot(), elapsed);
      if (judgement.verdict() != null) {
        return Optional.of(judgement.verdict());
      }
      Duration left = limit.minus(elapsed);
      if (!left.isPositive()) {
        return Optional.empty();
      }
      awaitChange(seen, left.compareTo(judgement.askAgain()) < 0 ? left : judgement.askAgain());
    }
  }

  /// @param verdict null to go on waiting
  record Judgement<T>(@Nullable T verdict, Duration askAgain) {}

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange(long seen, Duration limit) {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    } finally {
      lock.unlock();
    }
  }

  /// Makes those who wait or listen look again.
  void signal() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.run();
  }

  @Override
  public void close() {
    workloads.close();
    if (pods != null) {
      pods.close();
    }
  }

  private final class Signal<T extends HasMetadata> implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      signal();
    }

    @Override
    public void onUpdate(T before, T after) {
      signal();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
      signal();
    }
  }
}
