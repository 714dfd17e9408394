package dev.hawser.cluster.reaper;

import dev.hawser.cluster.json.ApiPath;
import dev.hawser.cluster.json.KubeJson;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.rights.AccessReview;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Posts a reaper for a Lease, if the developer may. Blocks.
public final class ReaperPost {
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

  private final KubernetesClient client;
  private final List<AccessReview.Answer> developers;

  /// @param developers which rights for a session the developer has
  public ReaperPost(KubernetesClient client, List<AccessReview.Answer> developers) {
    this.client = client;
    this.developers = developers;
  }

  /// Posts it. The Job's pod needs the account, and the API server looks at a Role before it lets a
  /// developer bind it.
  ///
  /// @param pullSecrets reads with what the workload's pods get their images; may block
  /// @return why there is none, in words; empty if there is
  public Optional<String> post(
      WorkloadLease lease, String image, Supplier<List<LocalObjectReference>> pullSecrets) {
    Optional<String> hindrance = ReaperRights.hindrance(developers);
    if (hindrance.isPresent()) {
      return hindrance;
    }
    try {
      CompletableFuture<List<LocalObjectReference>> secrets =
          CompletableFuture.supplyAsync(pullSecrets, VIRTUAL);
      ReaperObjects before = objects(lease, image, List.of());
      createAll(Stream.of(before.account(), before.role()));
      ReaperObjects reaper = objects(lease, image, join(secrets));
      createAll(Stream.of(reaper.binding(), reaper.job()));
      return Optional.empty();
    } catch (KubernetesClientException e) {
      return Optional.of(
          e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              ? "this cluster has no Jobs"
              : String.valueOf(e.getMessage()));
    }
  }

  /// What would be made; nothing if the developer can have no reaper.
  public List<HasMetadata> planned(
      WorkloadLease lease, String image, List<LocalObjectReference> pullSecrets) {
    if (ReaperRights.hindrance(developers).isPresent()) {
      return List.of();
    }
    ReaperObjects reaper = objects(lease, image, pullSecrets);
    return List.of(reaper.account(), reaper.role(), reaper.binding(), reaper.job());
  }

  private ReaperObjects objects(
      WorkloadLease lease, String image, List<LocalObjectReference> pullSecrets) {
    return new ReaperObjects(
        lease, image, pullSecrets, ReaperRights.ofReaper(developers, lease.workload().kind()));
  }

  private void createAll(Stream<HasMetadata> objects) {
    join(
        CompletableFuture.allOf(
            objects
                .map(one -> CompletableFuture.runAsync(() -> create(one), VIRTUAL))
                .toArray(CompletableFuture[]::new)));
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof KubernetesClientException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /// As a tree, for the answer's types need not be learnt.
  private void create(HasMetadata object) {
    try {
      new RawObjects(client).create(ApiPath.of(object), KubeJson.tree(object));
    } catch (KubernetesClientException e) {
      if (e.getCode()
          != HttpURLConnection.HTTP_CONFLICT) { // else there already: an answer got lost
        throw e;
      }
    }
  }
}
