package dev.hawser.cli.command;

import dev.hawser.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// Whether a command is about one namespace or about all.
final class EveryNamespace {
  private static final int AT_ONCE = 8;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "In every namespace of the cluster.")
  boolean wanted;

  /// Does it in each namespace that is meant, in some at once.
  <T> List<T> each(Cluster cluster, Function<Cluster, List<T>> work) throws InterruptedException {
    if (!wanted) {
      return work.apply(cluster);
    }
    try (ExecutorService executor =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<List<T>>> results =
          cluster.namespaces().stream()
              .map(namespace -> executor.submit(() -> work.apply(cluster.in(namespace))))
              .toList();
      List<T> all = new ArrayList<>();
      for (Future<List<T>> result : results) {
        all.addAll(get(result));
      }
      return all;
    }
  }

  private static <T> T get(Future<T> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
