package dev.hawser.cluster;

import dev.hawser.cluster.carrier.PlainAccess;
import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.PreparedUndo;
import dev.hawser.cluster.change.Restoration;
import dev.hawser.cluster.environment.ContainerEnviron;
import dev.hawser.cluster.environment.DeclaredEnvironment;
import dev.hawser.cluster.environment.OriginalEnvironment;
import dev.hawser.cluster.failure.ClusterFailures;
import dev.hawser.cluster.lease.ClusterLeases;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.plan.Plan;
import dev.hawser.cluster.plan.PlanRequest;
import dev.hawser.cluster.plan.neighbours.Neighbours;
import dev.hawser.cluster.rights.AccessReview;
import dev.hawser.cluster.rights.MissingRights;
import dev.hawser.cluster.rights.RequiredRights;
import dev.hawser.cluster.rights.Right;
import dev.hawser.cluster.rollout.AgentCarriers;
import dev.hawser.cluster.rollout.AgentPods;
import dev.hawser.cluster.rollout.OriginalsWait;
import dev.hawser.cluster.service.ServiceWatch;
import dev.hawser.cluster.target.ContainerQuestion;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.TargetResolver;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

  private Cluster(Config config, Optional<String> namespace, Steps steps) {
    this(
        KubeContext.client(config, steps),
        namespace.orElse(Objects.requireNonNullElse(config.getNamespace(), "default")));
  }

  private Cluster(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
    this.failures = new ClusterFailures(client.getConfiguration().getMasterUrl());
    this.resolver = new TargetResolver(client, this.namespace);
    this.changes = new Changes(client, this.namespace);
  }

  /// Reads the kubeconfig; the cluster is not asked anything yet.
  ///
  /// @param context the kubeconfig's current one where empty
  /// @param namespace that of the context where empty
  public static Cluster open(Optional<String> context, Optional<String> namespace) {
    return open(context, namespace, Steps.NONE);
  }

  /// The same, with everything that changes the cluster told.
  public static Cluster open(Optional<String> context, Optional<String> namespace, Steps steps) {
    return new Cluster(KubeContext.load(context), namespace, steps);
  }

  /// Does ahead of need what takes long the first time that a cluster is asked. On any thread; not
  /// needed for anything.
  public static void warmUp() {
    KubeContext.warmUp();
  }

  /// The names of the kubeconfig's contexts, the current one first.
  public static List<String> contexts() {
    return KubeContext.names();
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

  /// Finds out which container of which workload is meant; nobody is asked.
  ///
  /// @param container its name, if the user gave it
  public ResolvedTarget resolve(TargetName target, Optional<String> container) {
    return resolve(target, container, ContainerQuestion.NOBODY);
  }

  /// Finds out which container of which workload is meant.
  ///
  /// @param container its name, if the user gave it
  /// @param question asked where nothing tells which container is meant
  public ResolvedTarget resolve(
      TargetName target, Optional<String> container, ContainerQuestion question) {
    return failures.during(
        "look for " + target + " in namespace " + namespace,
        () -> {
          try {
            return resolver.resolve(target, container, question);
          } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
              requireRights(kind(target)); // names all that are missing
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
    return answers(RequiredRights.forTarget(kind, minorVersion()));
  }

  /// Asks for those rights only without which there is no session.
  ///
  /// @throws FailureException if one is missing
  public void requireRights(WorkloadKind kind) {
    MissingRights.refuse(
        namespace,
        answers(
            RequiredRights.forTarget(kind, minorVersion()).stream()
                .filter(Right::isNeeded)
                .toList()));
  }

  private List<AccessReview.Answer> answers(List<Right> rights) {
    return failures.during(
        "ask for your rights in namespace " + namespace,
        () -> new AccessReview(client, namespace).of(rights));
  }

  private int minorVersion() {
    return failures.during(
        "ask for the cluster's version",
        () -> {
          String minor = client.getKubernetesVersion().getMinor().replaceAll("\\D", "");
          return minor.isEmpty() ? 0 : Integer.parseInt(minor);
        });
  }

  /// Plans the swap and has the API server check it, admission included, without doing it.
  public Plan plan(ResolvedTarget target, PlanRequest request) {
    return failures.during(
        "change %s (only tried)".formatted(target.workload()),
        () -> {
          Workload workload = target.workload();
          Neighbours neighbours = Neighbours.of(client, workload);
          Changes.Rehearsal rehearsal = changes.rehearse(target, request);
          List<String> warnings =
              neighbours.warnings(
                  target.container(), request, rehearsal.before(), rehearsal.after());
          return new Plan(target, request, rehearsal, changes.planned(target, rehearsal), warnings);
        });
  }

  /// Does what was planned, in one write.
  public Swap apply(Plan plan) {
    return failures.during(
        "change " + plan.target().workload(),
        () ->
            new Swap(
                this,
                changes.swap(plan.target(), plan.request(), plan.rehearsal()),
                plan.request().direct()));
  }

  AgentPods agents(Changes.Done done, Optional<DirectWay> direct, AgentPods.Listener listener) {
    return failures.during(
        "watch the pods of " + done.session().workload(),
        () ->
            new AgentPods(
                client,
                changes,
                done.session(),
                new AgentCarriers(client.getConfiguration(), namespace, done.tunnelPort(), direct),
                done.generation(),
                listener));
  }

  /// Asks a running original for its variables; what the cluster refuses is part of the answer.
  ///
  /// @param limit for all of it
  public OriginalEnvironment originalEnvironment(ResolvedTarget target, Duration limit) {
    return ContainerEnviron.read(client, target, limit);
  }

  /// The variables that the target's manifest gives it; what is left out is remarked on.
  public Environment declaredEnvironment(ResolvedTarget target) {
    return failures.during(
        "read the variables of " + target.workload(),
        () -> DeclaredEnvironment.read(client, target, resolver.containers(target.workload())));
  }

  /// What can be called by name in this namespace, as it is now.
  public List<ClusterService> services() {
    try (ServiceWatch watch = services(List.of())) {
      return watch.follow(later -> {});
    }
  }

  /// Watches what can be called by name in this namespace and others.
  ///
  /// @param others names of namespaces, or `*` for all; each must be one whose Services the user
  /// may list
  public ServiceWatch services(List<String> others) {
    return failures.during(
        "list the Services of namespace " + namespace + (others.isEmpty() ? "" : " and others"),
        () -> new ServiceWatch(client, namespace, others));
  }

  /// Finds out whether the user may list Services there.
  ///
  /// @param others as for [#services]
  public void requireServicesOf(List<String> others) {
    others.forEach(
        other -> failures.during("list the Services of " + namespaces(other), () -> first(other)));
  }

  private static String namespaces(String other) {
    return other.equals("*") ? "all namespaces" : "namespace " + other;
  }

  private ServiceList first(String other) {
    ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
    return other.equals("*")
        ? client.services().inAnyNamespace().list(one)
        : client.services().inNamespace(other).list(one);
  }

  /// The containers of the workload that a target means, in their order.
  public List<String> containers(TargetName target) {
    Workload workload = workload(target);
    return failures.during(
        "look at " + workload,
        () -> resolver.containers(workload).stream().map(Container::getName).toList());
  }

  /// What a container of a running pod has mounted, also what admission has added to its manifest.
  public List<MountedVolume> mounts(String pod, String container) {
    return failures.during(
        "look at pod %s in namespace %s".formatted(pod, namespace),
        () ->
            client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(one -> one.getMetadata().getName().equals(pod))
                .flatMap(one -> one.getSpec().getContainers().stream())
                .filter(one -> one.getName().equals(container))
                .flatMap(one -> one.getVolumeMounts().stream())
                .map(mount -> new MountedVolume(mount.getName(), mount.getMountPath()))
                .toList());
  }

  /// Which workload a restoration of the target is about.
  public Workload workload(TargetName target) {
    return failures.during(
        "look for " + target + " in namespace " + namespace, () -> resolver.workload(target));
  }

  /// All of the cluster's namespaces.
  public List<String> namespaces() {
    return failures.during(
        "list the cluster's namespaces",
        () ->
            client.namespaces().list().getItems().stream()
                .map(one -> one.getMetadata().getName())
                .toList());
  }

  /// The same cluster's other namespace; closing this closes it.
  public Cluster in(String other) {
    return new Cluster(client, other);
  }

  /// Who has which workload of this namespace.
  public Sessions sessions() {
    return new Sessions(this, client, changes, new ClusterLeases(client, namespace), failures);
  }

  /// The swift undo of a change, for whoever is there when this process is not; empty where the
  /// access to this cluster takes more than plain HTTP, or the undo more than a patch.
  Optional<PreparedUndo> preparedUndo(Changes.Done done) {
    Workload workload = done.session().workload();
    return done.swiftUndo()
        .flatMap(
            patch ->
                PlainAccess.of(client.getConfiguration())
                    .map(
                        access ->
                            new PreparedUndo(
                                access, access.server().resolve(workload.path()), patch)));
  }

  /// Waits for the original pods after an undo, and does what they need to come.
  ///
  /// @return false if they are not ready, or agents not being stopped, within the limit
  public boolean awaitOriginals(Restoration restoration, Duration limit) {
    if (restoration.outcome() == Restoration.Outcome.ANOTHERS) {
      return true;
    }
    return failures.during(
        "bring back the pods of " + restoration.workload(),
        () ->
            new OriginalsWait(client, changes, restoration.workload())
                .await(restoration.generation(), limit));
  }

  @Override
  public void close() {
    client.close();
  }
}
