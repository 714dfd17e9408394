package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.json.RawObjects;
import dev.hawser.cluster.target.StandInName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadApi;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// The workloads of one namespace, read and patched whole: fields that the client's model does
/// not know are not lost. Blocks.
final class Workloads implements WorkloadStore {
  private static final int ATTEMPTS = 12;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final RawObjects objects;
  private final String namespace;

  Workloads(KubernetesClient client, String namespace) {
    this.client = client;
    this.objects = new RawObjects(client);
    this.namespace = namespace;
  }

  @Override
  public List<WorkloadJson> list(WorkloadKind kind) {
    String path = kind.path(namespace);
    List<JsonNode> found =
        switch (kind) {
          case DEPLOYMENT, STATEFUL_SET, DAEMON_SET, REPLICA_SET -> objects.list(path);
          case POD -> objects.list(path, StandInName.LABEL);
        };
    return found.stream().map(one -> new WorkloadJson(kind, one)).toList();
  }

  @Override
  public Optional<WorkloadJson> read(Workload workload) {
    return objects.get(workload.path()).map(one -> new WorkloadJson(workload.kind(), one));
  }

  @Override
  public WorkloadJson patch(WorkloadJson workload, JsonPatch patch) {
    return workload.with(objects.patch(workload.path(), patch.toJson()));
  }

  /// What the patch would lead to; admission and validation say no here already.
  WorkloadJson dryRun(WorkloadJson workload, JsonPatch patch) {
    return workload.with(objects.tryPatch(workload.path(), patch.toJson()));
  }

  @Override
  public WorkloadJson create(WorkloadKind kind, ObjectNode manifest) {
    return new WorkloadJson(kind, objects.create(kind.path(namespace), manifest));
  }

  @Override
  public WorkloadJson dryRunCreate(WorkloadKind kind, ObjectNode manifest) {
    return new WorkloadJson(kind, objects.tryCreate(kind.path(namespace), manifest));
  }

  @Override
  public boolean delete(WorkloadJson object) {
    try {
      WorkloadApi.of(client, namespace, object.kind())
          .withName(object.objectName())
          .lockResourceVersion(object.resourceVersion())
          .delete();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT) {
        return false;
      }
      if (e.getCode() == NOT_FOUND) {
        return true;
      }
      throw e;
    }
  }

  /// Does it with a fresh read, and again if somebody else wrote in between.
  <T> T withFresh(Workload workload, Function<Optional<WorkloadJson>, T> change) {
    return with(workload, read(workload), change);
  }

  /// The same, first with what was read a moment ago.
  <T> T with(WorkloadJson known, Function<Optional<WorkloadJson>, T> change) {
    return with(known.workload(), Optional.of(known), change);
  }

  private <T> T with(
      Workload workload, Optional<WorkloadJson> known, Function<Optional<WorkloadJson>, T> change) {
    Optional<WorkloadJson> fresh = known;
    for (int attempt = 1; ; attempt++) {
      try {
        return change.apply(fresh);
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !isOutdated(workload, fresh, e)) {
          throw e;
        }
        pause(attempt);
        fresh = read(workload);
      }
    }
  }

  /// A failed `test` of a patch is answered as an unprocessable one.
  private boolean isOutdated(
      Workload workload, Optional<WorkloadJson> used, KubernetesClientException e) {
    if (e.getCode() == CONFLICT) {
      return true;
    }
    return isRefusedTest(e)
        && !read(workload)
            .map(WorkloadJson::resourceVersion)
            .equals(used.map(WorkloadJson::resourceVersion));
  }

  /// Whether a `test` of a patch may have failed.
  static boolean isRefusedTest(KubernetesClientException e) {
    return e.getCode() == UNPROCESSABLE;
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }
}
