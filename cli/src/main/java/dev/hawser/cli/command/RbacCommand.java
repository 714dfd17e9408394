package dev.hawser.cli.command;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.rights.Right;
import dev.hawser.cluster.rights.RoleManifest;
import dev.hawser.cluster.rights.Subject;
import dev.hawser.cluster.target.WorkloadKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `hawser rbac`.
@Command(
    description = {
      "Prints the Role and RoleBinding that somebody needs who connects, ready for kubectl apply.",
      "",
      "  hawser rbac -n shop --group developers | kubectl apply -f -",
      ""
    })
public final class RbacCommand implements Callable<Integer>, Configurable {
  private static final String GROUP = "hawser-developers";
  private static final List<String> SHORT_NAMES =
      Arrays.stream(WorkloadKind.values()).map(WorkloadKind::shortName).toList();

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

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      defaultValue = "deploy",
      converter = KindOption.class,
      description = {
        "Kinds of workloads that must be possible to connect to: deploy, sts, ds, rs, pod. What the",
        "others need may be left out (default: ${DEFAULT-VALUE})."
      })
  private Set<WorkloadKind> kinds = Set.of();

  static final class KindOption implements ITypeConverter<WorkloadKind> {
    @Override
    public WorkloadKind convert(String word) {
      return WorkloadKind.ofShortName(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s".formatted(word, String.join(", ", SHORT_NAMES))));
    }
  }

  @Override
  public Integer call() {
    String namespace = Optional.ofNullable(clusterOptions.namespace).orElseGet(this::ofContext);
    RoleManifest manifest = new RoleManifest(namespace, who.in(namespace));
    System.out.print(printed(manifest, RequiredRights.ofDeveloper(kinds)));
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
