package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.failure.ClusterFailures;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.PlannedChange;
import dev.hawser.cluster.plan.neighbours.Neighbours;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.rollout.AgentCarriers;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.cluster.rollout.OriginalsWait;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.TargetResolver;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One namespace of a cluster, and all that Hawser does to it: resolve a target, check rights,
/// plan, swap, follow the rollout, undo.
///
/// Every method blocks and may be called on any thread but an event loop. What the cluster refuses
/// is thrown as a [FailureException] that says what and what to do.
public final class Cluster implements AutoCloseable {
  /// How long a user waits for original pods before being told that they are not ready yet.
  public static final Duration ORIGINALS_LIMIT = Duration.ofSeconds(60);

  private final KubernetesClient client;
  private final String namespace;
  private final ClusterFailures failures;
  private final TargetResolver resolver;
  private final Changes changes;

  private Cluster(Config config, Optional<String> namespace) {
    this.client = KubeContext.client(config);
    this.namespace = namespace.orElse(Objects.requireNonNullElse(config.getNamespace(), "default"));
    this.failures = new ClusterFailures(config.getMasterUrl());
    this.resolver = new TargetResolver(client, this.namespace);
    this.changes = new Changes(client, this.namespace);
  }

  /// Reads the kubeconfig; the cluster is not asked anything yet.
  ///
  /// @param context the kubeconfig's current one where empty
  /// @param namespace that of the context where empty
  public static Cluster open(Optional<String> context, Optional<String> namespace) {
    return new Cluster(KubeContext.load(context), namespace);
  }

  public String namespace() {
    return namespace;
  }

  /// The context's name; empty inside a pod.
  public String context() {
    var context = client.getConfiguration().getCurrentContext();
    return context == null ? "" : context.getName();
  }

  /// The API server's address.
  public String server() {
    return client.getConfiguration().getMasterUrl();
  }

  /// Finds out which container of which workload is meant.
  ///
  /// @param container its name, if the user gave it
  public ResolvedTarget resolve(TargetName target, Optional<String> container) {
    return failures.during(
        "look for " + target + " in namespace " + namespace,
        () -> {
          try {
            return resolver.resolve(target, container);
          } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
              MissingRights.refuse(namespace, rights(kind(target))); // all of them at once
            }
            throw e;
          }
        });
  }

  private static WorkloadKind kind(TargetName target) {
    return switch (target) {
      case TargetName.OfWorkload(WorkloadKind kind, String name) -> kind;
      case TargetName.OfService _, TargetName.Bare _ -> WorkloadKind.DEPLOYMENT;
    };
  }

  /// Which of the rights for a session with a target of this kind the user has.
  public List<AccessReview.Answer> rights(WorkloadKind kind) {
    return failures.during(
        "ask for your rights in namespace " + namespace,
        () ->
            new AccessReview(client, namespace).of(RequiredRights.forTarget(kind, minorVersion())));
  }

  private int minorVersion() {
    String minor = client.getKubernetesVersion().getMinor().replaceAll("\\D", "");
    return minor.isEmpty() ? 0 : Integer.parseInt(minor);
  }

  /// Plans the swap and has the API server check it, admission included, without doing it.
  public Plan plan(ResolvedTarget target, PlanRequest request) {
    return failures.during(
        "change %s (only tried)".formatted(target.workload()),
        () -> {
          Changes.Rehearsal rehearsal = changes.rehearse(target, request);
          Workload workload = target.workload();
          List<String> warnings =
              Neighbours.look(
                  client,
                  workload,
                  target.container(),
                  request,
                  rehearsal.before(),
                  rehearsal.after());
          return new Plan(
              target,
              request,
              rehearsal.tunnelPort(),
              List.of(
                  new PlannedChange(workload.toString(), rehearsal.before(), rehearsal.after())),
              warnings);
        });
  }

  /// Does what was planned, in one write.
  public Swap apply(Plan plan) {
    return failures.during(
        "change " + plan.target().workload(),
        () -> new Swap(this, changes.swap(plan.target(), plan.request()), plan.request().direct()));
  }

  AgentPods agents(Changes.Done done, Optional<DirectWay> direct, AgentPods.Listener listener) {
    return failures.during(
        "watch the pods of " + done.session().workload(),
        () ->
            new AgentPods(
                client,
                done.session(),
                new AgentCarriers(client.getConfiguration(), namespace, done.tunnelPort(), direct),
                done.generation(),
                listener));
  }

  /// The namespace's Services that have TCP ports.
  public List<ClusterService> services() {
    return failures.during(
        "list the Services of namespace " + namespace,
        () ->
            client.services().inNamespace(namespace).list().getItems().stream()
                .map(Cluster::service)
                .filter(service -> !service.ports().isEmpty())
                .toList());
  }

  private static ClusterService service(Service service) {
    return new ClusterService(
        service.getMetadata().getName(),
        service.getMetadata().getNamespace(),
        service.getSpec().getPorts().stream()
            .filter(port -> port.getProtocol() == null || port.getProtocol().equals("TCP"))
            .map(
                port ->
                    new ClusterService.Port(Optional.ofNullable(port.getName()), port.getPort()))
            .toList());
  }

  /// The sessions that have a mark in this namespace, of whomever.
  public List<SessionRecord> sessions() {
    return failures.during("list the Deployments of namespace " + namespace, changes::sessions);
  }

  /// Puts originals back by their undo records, whoever made the sessions.
  ///
  /// @param target all workloads with a mark where empty
  /// @throws FailureException of kind RESTORE_INCOMPLETE for a record that cannot be read; the
  ///     others have been restored by then
  public List<Restoration> restore(Optional<TargetName> target) {
    if (target.isPresent()) {
      Workload workload =
          failures.during(
              "look for " + target.get() + " in namespace " + namespace,
              () -> resolver.workload(target.get()));
      return List.of(undo(workload));
    }
    List<Workload> marked =
        failures.during("list the Deployments of namespace " + namespace, changes::marked);
    List<Restoration> restorations = new ArrayList<>();
    @Nullable FailureException first = null;
    for (Workload workload : marked) {
      try {
        restorations.add(undo(workload));
      } catch (FailureException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return List.copyOf(restorations);
  }

  private Restoration undo(Workload workload) {
    return failures.during("restore " + workload, () -> changes.undo(workload));
  }

  /// Waits for the original pods after an undo.
  ///
  /// @return false if they are not ready, or agents not being stopped, within the limit
  public boolean awaitOriginals(Restoration restoration, Duration limit) {
    return failures.during(
        "watch the pods of " + restoration.workload(),
        () ->
            new OriginalsWait(client, namespace, restoration.workload().name())
                .await(restoration.generation(), limit));
  }

  @Override
  public void close() {
    client.close();
  }
}
