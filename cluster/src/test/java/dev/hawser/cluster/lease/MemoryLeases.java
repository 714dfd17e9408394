package dev.hawser.cluster.lease;

import dev.hawser.cluster.target.Workload;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Leases as the API server keeps them, with a switch to be out of reach.
public final class MemoryLeases implements LeaseStore {
  private final Map<Workload, WorkloadLease> leases = new HashMap<>();
  private int version;
  public boolean unreachable;

  private void request() {
    version++;
    if (unreachable) {
      throw new KubernetesClientException("connection refused");
    }
  }

  @Override
  public Optional<WorkloadLease> read(Workload workload) {
    request();
    return Optional.ofNullable(leases.get(workload));
  }

  @Override
  public List<WorkloadLease> list() {
    request();
    return List.copyOf(leases.values());
  }

  @Override
  public Optional<WorkloadLease> create(Workload workload, Holder holder, Duration orphanAfter) {
    request();
    return leases.containsKey(workload)
        ? Optional.empty()
        : Optional.of(put(workload, "uid " + version, holder, orphanAfter));
  }

  @Override
  public Optional<WorkloadLease> replace(WorkloadLease read, Holder holder, Duration orphanAfter) {
    request();
    return isUnwritten(read)
        ? Optional.of(put(read.workload(), read.uid(), holder, orphanAfter))
        : Optional.empty();
  }

  @Override
  public boolean delete(WorkloadLease read) {
    request();
    if (leases.containsKey(read.workload()) && !isUnwritten(read)) {
      return false;
    }
    leases.remove(read.workload());
    return true;
  }

  private boolean isUnwritten(WorkloadLease read) {
    WorkloadLease there = leases.get(read.workload());
    return there != null && there.resourceVersion().equals(read.resourceVersion());
  }

  private WorkloadLease put(Workload workload, String uid, Holder holder, Duration orphanAfter) {
    WorkloadLease lease =
        new WorkloadLease(
            workload,
            uid,
            String.valueOf(version),
            holder,
            Instant.parse("2026-11-22T10:00:00Z"),
            orphanAfter,
            "renewal " + version);
    leases.put(workload, lease);
    return lease;
  }
}
