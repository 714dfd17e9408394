package dev.hawser.cluster.lease;

import dev.hawser.cluster.target.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where Leases are. Blocks.
public interface LeaseStore {

  Optional<WorkloadLease> read(Workload workload);

  /// Those of the namespace.
  List<WorkloadLease> list();

  /// @return empty if there is one already
  Optional<WorkloadLease> create(Workload workload, Holder holder, Duration orphanAfter);

  /// Renews the lease, or gives it to another holder.
  ///
  /// @return empty if it has been written or deleted since it was read
  Optional<WorkloadLease> replace(WorkloadLease read, Holder holder, Duration orphanAfter);

  /// @return false if it has been written since it was read; true if it is gone
  boolean delete(WorkloadLease read);
}
