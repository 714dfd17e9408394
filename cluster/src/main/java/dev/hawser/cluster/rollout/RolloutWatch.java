package dev.hawser.cluster.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
import org.jspecify.annotations.Nullable;

/// Follows one Deployment and its pods by watches, which the client re-opens when they break.
///
/// Any thread may wait. The listener is called on a thread of the client's and must not block.
final class RolloutWatch implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final SharedIndexInformer<Deployment> deployments;
  private final @Nullable SharedIndexInformer<Pod> pods;
  private volatile Runnable listener = () -> {};
  private long changes;

  RolloutWatch(KubernetesClient client, String namespace, String name) {
    this.deployments =
        client.apps().deployments().inNamespace(namespace).withName(name).inform(new Signal<>());
    Optional<Deployment> deployment = deployments.getStore().list().stream().findFirst();
    this.pods =
        deployment
            .map(
                found ->
                    client
                        .pods()
                        .inNamespace(namespace)
                        .withLabelSelector(found.getSpec().getSelector())
                        .inform(new Signal<>()))
            .orElse(null);
  }

  /// Has every change told from now on, and the present state at once.
  void onChange(Runnable listener) {
    this.listener = listener;
    listener.run();
  }

  Snapshot snapshot() {
    return new Snapshot(
        deployments.getStore().list().stream().findFirst(),
        pods == null ? List.of() : pods.getStore().list());
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
    deployments.close();
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
