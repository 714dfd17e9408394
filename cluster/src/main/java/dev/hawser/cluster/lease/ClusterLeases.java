package dev.hawser.cluster.lease;

import dev.hawser.cluster.change.Mark;
import dev.hawser.cluster.target.Workload;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The Leases of one namespace, of the API group `coordination.k8s.io/v1`
/// ([Lease](https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/)).
public final class ClusterLeases implements LeaseStore {
  /// On every Lease of ours, with the session's id.
  public static final String LABEL = Mark.ANNOTATION;

  private static final String WORKLOAD = "hawser.dev/workload";
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final String namespace;

  public ClusterLeases(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Optional<WorkloadLease> read(Workload workload) {
    return Optional.ofNullable(
            client.leases().inNamespace(namespace).withName(LeaseName.of(workload)).get())
        .flatMap(ClusterLeases::view);
  }

  @Override
  public List<WorkloadLease> list() {
    return client.leases().inNamespace(namespace).withLabel(LABEL).list().getItems().stream()
        .map(ClusterLeases::view)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<WorkloadLease> create(Workload workload, Holder holder, Duration orphanAfter) {
    Lease lease = manifest(workload, holder, orphanAfter);
    return unlessConflict(() -> client.resource(lease).create());
  }

  /// The Lease that a session creates.
  public static Lease manifest(Workload workload, Holder holder, Duration orphanAfter) {
    return new LeaseBuilder()
        .withNewMetadata()
        .withName(LeaseName.of(workload))
        .withNamespace(workload.namespace())
        .addToLabels(LABEL, holder.session())
        .addToAnnotations(WORKLOAD, workload.toString())
        .endMetadata()
        .withSpec(spec(holder, orphanAfter, now(), 0))
        .build();
  }

  @Override
  public Optional<WorkloadLease> replace(WorkloadLease read, Holder holder, Duration orphanAfter) {
    boolean isRenewal = holder.equals(read.holder());
    @Nullable Lease there =
        client.leases().inNamespace(namespace).withName(LeaseName.of(read.workload())).get();
    if (there == null
        || !there.getMetadata().getUid().equals(read.uid())
        || !there.getMetadata().getResourceVersion().equals(read.resourceVersion())) {
      return Optional.empty();
    }
    int transitions = Objects.requireNonNullElse(there.getSpec().getLeaseTransitions(), 0);
    Lease next =
        new LeaseBuilder(there)
            .editMetadata()
            .addToLabels(LABEL, holder.session())
            .endMetadata()
            .withSpec(
                spec(
                    holder,
                    orphanAfter,
                    isRenewal ? there.getSpec().getAcquireTime() : now(),
                    isRenewal ? transitions : transitions + 1))
            .build();
    return unlessConflict(() -> client.resource(next).update());
  }

  @Override
  public boolean delete(WorkloadLease read) {
    try {
      client
          .leases()
          .inNamespace(namespace)
          .withName(LeaseName.of(read.workload()))
          .lockResourceVersion(read.resourceVersion())
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

  private static Optional<WorkloadLease> unlessConflict(Supplier<Lease> write) {
    try {
      return view(write.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static LeaseSpec spec(
      Holder holder, Duration orphanAfter, ZonedDateTime acquired, int transitions) {
    LeaseSpec spec = new LeaseSpec();
    spec.setHolderIdentity(holder.toString());
    spec.setLeaseDurationSeconds((int) orphanAfter.toSeconds());
    spec.setAcquireTime(acquired);
    spec.setRenewTime(now());
    spec.setLeaseTransitions(transitions);
    return spec;
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  /// Empty for what bears our label and is none of ours.
  private static Optional<WorkloadLease> view(Lease lease) {
    @Nullable LeaseSpec spec = lease.getSpec();
    if (spec == null || spec.getHolderIdentity() == null) {
      return Optional.empty();
    }
    return workload(lease)
        .map(
            workload ->
                new WorkloadLease(
                    workload,
                    lease.getMetadata().getUid(),
                    lease.getMetadata().getResourceVersion(),
                    Holder.parse(spec.getHolderIdentity()),
                    spec.getAcquireTime() == null
                        ? Instant.EPOCH
                        : spec.getAcquireTime().toInstant(),
                    Duration.ofSeconds(
                        Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 0)),
                    spec.getHolderIdentity() + " " + spec.getRenewTime()));
  }

  private static Optional<Workload> workload(Lease lease) {
    @Nullable String named =
        lease.getMetadata().getAnnotations() == null
            ? null
            : lease.getMetadata().getAnnotations().get(WORKLOAD);
    return named == null
        ? Optional.empty()
        : Workload.parse(named, lease.getMetadata().getNamespace());
  }
}
