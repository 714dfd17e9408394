package dev.hawser.cluster.target;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the user names on the command line: a Service, a workload, or either by a bare name.
public sealed interface TargetName {
  String name();

  /// The Service of that name.
  record OfService(String name) implements TargetName {
    @Override
    public String toString() {
      return "svc/" + name;
    }
  }

  /// The workload of that kind and name.
  record OfWorkload(WorkloadKind kind, String name) implements TargetName {
    @Override
    public String toString() {
      return kind.shortName() + "/" + name;
    }
  }

  /// The Service of that name, else the workload.
  record Bare(String name) implements TargetName {
    @Override
    public String toString() {
      return name;
    }
  }

  static TargetName service(String name) {
    return new OfService(name);
  }

  static TargetName of(Workload workload) {
    return new OfWorkload(workload.kind(), workload.name());
  }

  /// Reads the forms that kubectl takes, and that `toString` gives.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException of kind USAGE; of kind TARGET_UNSUITABLE
  ///     for what runs to an end
  static TargetName parse(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    if (!Syntax.isName(name)) {
      throw Syntax.failure(
          FailureKind.USAGE, text, "is not the name of a target", "name it as " + Syntax.SUPPORTED);
    }
    if (slash < 0) {
      return new Bare(name);
    }
    return switch (text.substring(0, slash).toLowerCase(Locale.ROOT)) {
      case "svc", "service", "services" -> service(name);
      case "deploy", "deployment", "deployments", "deployment.apps", "deployments.apps" ->
          new OfWorkload(WorkloadKind.DEPLOYMENT, name);
      case "sts", "statefulset", "statefulsets", "statefulset.apps", "statefulsets.apps" ->
          new OfWorkload(WorkloadKind.STATEFUL_SET, name);
      case "ds", "daemonset", "daemonsets", "daemonset.apps", "daemonsets.apps" ->
          new OfWorkload(WorkloadKind.DAEMON_SET, name);
      case "rs", "replicaset", "replicasets", "replicaset.apps", "replicasets.apps" ->
          new OfWorkload(WorkloadKind.REPLICA_SET, name);
      case "po", "pod", "pods" -> new OfWorkload(WorkloadKind.POD, name);
      case "job", "jobs", "job.batch", "jobs.batch" ->
          throw Syntax.failure(
              FailureKind.TARGET_UNSUITABLE,
              text,
              "is a Job, which runs to an end and takes no traffic to bring here",
              "name what serves: " + Syntax.SUPPORTED);
      case "cj", "cronjob", "cronjobs", "cronjob.batch", "cronjobs.batch" ->
          throw Syntax.failure(
              FailureKind.TARGET_UNSUITABLE,
              text,
              "is a CronJob, whose pods come by the clock, run to an end and take no traffic",
              "name what serves: " + Syntax.SUPPORTED);
      default ->
          throw Syntax.failure(
              FailureKind.USAGE,
              text,
              "is of a kind that is not supported",
              "name a Service or a workload: " + Syntax.SUPPORTED);
    };
  }

  /// How names are written, and what is said of those that are not.
  final class Syntax {
    static final String SUPPORTED =
        "svc/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME, pod/NAME or a bare NAME";
    private static final Pattern NAME =
        Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int LONGEST_NAME = 253;

    private Syntax() {}

    private static boolean isName(String text) {
      return text.length() <= LONGEST_NAME && NAME.matcher(text).matches();
    }

    private static RuntimeException failure(
        FailureKind kind, String text, String what, String advice) {
      return new Failure(kind, "target '%s' %s".formatted(PeerText.clean(text, 80), what), advice)
          .asException();
    }
  }
}
