package dev.hawser.cluster.change;

import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The workloads of a namespace that bear a session's mark, of every kind that the user may list.
public final class MarkedWorkloads {
  private final List<WorkloadJson> objects;
  private final Set<WorkloadKind> unseen;

  private MarkedWorkloads(List<WorkloadJson> objects, Set<WorkloadKind> unseen) {
    this.objects = objects;
    this.unseen = unseen;
  }

  private record Listed(WorkloadKind kind, Optional<List<WorkloadJson>> objects) {}

  /// Asks for all kinds at once; blocks.
  static MarkedWorkloads find(Workloads workloads) {
    List<CompletableFuture<Listed>> answers =
        Arrays.stream(WorkloadKind.values())
            .map(
                kind ->
                    CompletableFuture.supplyAsync(
                        () -> list(workloads, kind), Thread::startVirtualThread))
            .toList();
    List<Listed> all = answers.stream().map(MarkedWorkloads::answer).toList();
    return new MarkedWorkloads(
        all.stream().flatMap(one -> one.objects().stream()).flatMap(List::stream).toList(),
        all.stream()
            .filter(one -> one.objects().isEmpty())
            .map(Listed::kind)
            .collect(Collectors.toSet()));
  }

  private static Listed answer(CompletableFuture<Listed> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Listed list(Workloads workloads, WorkloadKind kind) {
    try {
      return new Listed(
          kind,
          Optional.of(workloads.list(kind).stream().filter(MarkedWorkloads::isMarked).toList()));
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_FORBIDDEN -> new Listed(kind, Optional.empty());
        case HttpURLConnection.HTTP_NOT_FOUND -> new Listed(kind, Optional.of(List.of()));
        default -> throw e;
      };
    }
  }

  /// The ReplicaSets of a Deployment bear copies of its marks.
  private static boolean isMarked(WorkloadJson one) {
    return (one.mark().isPresent() || one.templateMark().isPresent())
        && (one.kind() != WorkloadKind.REPLICA_SET || !one.isControlled());
  }

  /// Kinds that the user may not list.
  public Set<WorkloadKind> unseen() {
    return unseen;
  }

  /// The workloads, each once.
  public List<Workload> workloads() {
    return objects.stream().map(WorkloadJson::workload).distinct().toList();
  }

  /// Every session that has a readable record here.
  public List<SessionRecord> sessions() {
    return List.copyOf(
        objects.stream()
            .filter(one -> one.mark().isPresent())
            .map(SessionRecord::of)
            .collect(
                Collectors.toMap(SessionRecord::workload, Function.identity(), (one, same) -> one))
            .values());
  }
}
