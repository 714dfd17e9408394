package dev.hawser.cluster.service;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects of one kind as they are now: by a watch, which the client re-opens when it breaks; as
/// they were at the start where the user may list and not watch.
final class Followed<T extends HasMetadata> implements AutoCloseable {
  private final @Nullable SharedIndexInformer<T> informer;
  private final List<T> atTheStart;

  private Followed(@Nullable SharedIndexInformer<T> informer, List<T> atTheStart) {
    this.informer = informer;
    this.atTheStart = atTheStart;
  }

  /// Blocks until they are known.
  ///
  /// @param changed called on a thread of the client's; must not block
  /// @throws KubernetesClientException if they cannot be listed
  static <T extends HasMetadata, L extends KubernetesResourceList<T>> Followed<T> start(
      FilterWatchListDeletable<T, L, ?> objects, Runnable changed) {
    try {
      return new Followed<>(objects.inform(new Signal<>(changed)), List.of());
    } catch (KubernetesClientException e) {
      if (isForbidden(e)) {
        return new Followed<>(null, objects.list().getItems());
      }
      throw e;
    }
  }

  /// For objects that nobody is told of.
  static <T extends HasMetadata> Followed<T> none() {
    return new Followed<>(null, List.of());
  }

  static boolean isForbidden(KubernetesClientException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException refused
          && refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
    }
    return false;
  }

  List<T> now() {
    return informer == null ? atTheStart : informer.getStore().list();
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
  }

  private record Signal<T extends HasMetadata>(Runnable changed)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
      changed.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
      changed.run();
    }
  }
}
