package dev.hawser.cluster.service;

import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What can be called by name in some namespaces, as Services and pods come and go.
///
/// The listener is called on one virtual thread, which may block, with the whole of it each time;
/// what happens meanwhile is told by the next call.
public final class ServiceWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("services").factory());
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final List<NamespaceServices> namespaces;
  private volatile @Nullable Consumer<List<ClusterService>> listener;

  /// Blocks until all of them are known.
  ///
  /// @param own the session's namespace
  /// @param others namespaces besides, or `*` for all
  /// @throws io.fabric8.kubernetes.client.KubernetesClientException if those of one cannot be
  /// listed
  public ServiceWatch(KubernetesClient client, String own, List<String> others) {
    this.namespaces =
        Stream.concat(Stream.of(own), others.stream())
            .distinct()
            .map(word -> new NamespaceServices(client, NamespaceChoice.of(word), this::changed))
            .toList();
  }

  /// Has every change told from now on.
  ///
  /// @return what is there now
  public List<ClusterService> follow(Consumer<List<ClusterService>> told) {
    return CompletableFuture.supplyAsync(
            () -> {
              listener = told;
              return now();
            },
            calls)
        .join();
  }

  private void changed() {
    if (listener != null && waiting.compareAndSet(false, true)) {
      try {
        calls.execute(this::tell);
      } catch (RejectedExecutionException closed) {
        // nobody listens any more
      }
    }
  }

  private void tell() {
    waiting.set(false);
    Consumer<List<ClusterService>> told = listener;
    if (told == null) {
      return;
    }
    try {
      told.accept(now());
    } catch (RuntimeException e) {
      LOG.warn("services have changed, which was not followed", e);
    }
  }

  private List<ClusterService> now() {
    Map<String, ClusterService> all = new LinkedHashMap<>();
    namespaces.stream()
        .flatMap(one -> one.now().stream())
        .forEach(service -> all.putIfAbsent(service.qualifiedName(), service));
    return List.copyOf(all.values());
  }

  @Override
  public void close() {
    calls.shutdownNow();
    namespaces.forEach(NamespaceServices::close);
  }
}
