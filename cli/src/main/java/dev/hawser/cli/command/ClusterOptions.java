package dev.hawser.cli.command;

import dev.hawser.cli.connect.KillPoint;
import dev.hawser.cluster.Cluster;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which cluster and which namespace.
final class ClusterOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Namespace (default: that of the kubeconfig's context).")
  @Nullable String namespace;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "Context of the kubeconfig (default: its current one).")
  @Nullable String context;

  Cluster open() {
    return Cluster.open(
        Optional.ofNullable(context), Optional.ofNullable(namespace), KillPoint.STEPS);
  }
}
