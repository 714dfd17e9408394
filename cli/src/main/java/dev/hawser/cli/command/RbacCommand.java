package dev.hawser.cli.command;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.rights.Right;
import dev.hawser.cluster.rights.RoleManifest;
import dev.hawser.cluster.rights.Subject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hawser rbac`.
@Command(
    name = "rbac",
    description = {
      "Prints the Role and RoleBinding that somebody needs who connects, ready for kubectl apply.",
      "",
      "  hawser rbac -n shop --group developers | kubectl apply -f -",
      ""
    })
public final class RbacCommand implements Callable<Integer>, Configurable {
  private static final String GROUP = "hawser-developers";

  @Mixin HelpOption help = new HelpOption();
  @Mixin private ClusterOptions clusterOptions = new ClusterOptions();

  /// One of them.
  static final class Who {
    @Option(names = "--user", paramLabel = "NAME", description = "Binds the Role to a user.")
    private @Nullable String user;

    @Option(
        names = "--group",
        paramLabel = "NAME",
        description = "Binds the Role to a group (default: " + GROUP + ").")
    private @Nullable String group;

    @Option(
        names = "--service-account",
        paramLabel = "[NAMESPACE:]NAME",
        description = "Binds the Role to a service account.")
    private @Nullable String serviceAccount;

    Subject in(String namespace) {
      if (user != null) {
        return new Subject.User(user);
      }
      if (serviceAccount != null) {
        int colon = serviceAccount.indexOf(':');
        return new Subject.ServiceAccount(
            colon < 0 ? namespace : serviceAccount.substring(0, colon),
            serviceAccount.substring(colon + 1));
      }
      return new Subject.Group(group == null ? GROUP : group);
    }
  }

  @ArgGroup private Who who = new Who();

  @Option(
      names = "--smallest",
      description = "Only what there is no session without; what is left out is told as comments.")
  private boolean smallest;

  @Option(
      names = "--with-reaper",
      description =
          "Only what there is no session without, and what it takes to post a watchman in the"
              + " cluster.")
  private boolean withReaper;

  @Override
  public Integer call() {
    String namespace = Optional.ofNullable(clusterOptions.namespace).orElseGet(this::ofContext);
    RoleManifest manifest = new RoleManifest(namespace, who.in(namespace));
    System.out.print(printed(manifest, RequiredRights.ofDeveloper()));
    return 0;
  }

  private String printed(RoleManifest manifest, List<Right> rights) {
    if (withReaper) {
      return manifest.smallestWithReaper(rights);
    }
    return smallest ? manifest.smallest(rights) : manifest.full(rights);
  }

  private String ofContext() {
    try (Cluster cluster = clusterOptions.open()) {
      return cluster.namespace();
    }
  }
}
