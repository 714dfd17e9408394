package dev.hawser.cluster;

import dev.hawser.cluster.change.Changes;
import dev.hawser.cluster.change.MarkedWorkloads;
import dev.hawser.cluster.change.SessionRecord;
import dev.hawser.cluster.lease.LeaseStore;
import dev.hawser.cluster.lease.Pace;
import dev.hawser.cluster.lease.Silence;
import dev.hawser.cluster.lease.WorkloadLease;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks for the sessions of one namespace by both of their traces, marks and Leases, and watches
/// whether they live. Blocks.
final class SessionSearch {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

  private final Changes changes;
  private final LeaseStore leases;
  private final Pace pace;
  private final Consumer<WorkloadKind> unseen;

  /// @param unseen told of each kind of workload that the user may not list
  SessionSearch(Changes changes, LeaseStore leases, Pace pace, Consumer<WorkloadKind> unseen) {
    this.changes = changes;
    this.leases = leases;
    this.pace = pace;
    this.unseen = unseen;
  }

  /// Every workload that has a trace of a session.
  Set<Workload> workloads() {
    Set<Workload> found = new LinkedHashSet<>(marked().workloads());
    leases.list().forEach(lease -> found.add(lease.workload()));
    return found;
  }

  private MarkedWorkloads marked() {
    MarkedWorkloads marked = changes.marked();
    marked.unseen().forEach(unseen);
    return marked;
  }

  /// All sessions, as soon as each has shown a sign of life or the limit has passed.
  List<FoundSession> observe(Duration limit) {
    Map<Workload, SessionRecord> records =
        marked().sessions().stream()
            .collect(Collectors.toMap(SessionRecord::workload, Function.identity()));
    Map<Workload, Silence> silences = new HashMap<>();
    long startNs = pace.nowNs();
    List<WorkloadLease> seen = look(silences);
    while (silences.values().stream().anyMatch(one -> one.lastHeard().isEmpty())
        && pace.nowNs() - startNs < limit.toNanos()) {
      pace.pause(PAUSE);
      seen = look(silences);
    }
    Map<Workload, WorkloadLease> held =
        seen.stream().collect(Collectors.toMap(WorkloadLease::workload, Function.identity()));
    Set<Workload> all = new LinkedHashSet<>(records.keySet());
    all.addAll(held.keySet());
    List<FoundSession> found = new ArrayList<>();
    for (Workload workload : all) {
      found.add(
          new FoundSession(
              workload,
              Optional.ofNullable(records.get(workload)),
              Optional.ofNullable(held.get(workload)),
              Optional.ofNullable(silences.get(workload)).flatMap(Silence::lastHeard)));
    }
    return List.copyOf(found);
  }

  private List<WorkloadLease> look(Map<Workload, Silence> silences) {
    List<WorkloadLease> there = leases.list();
    silences.keySet().retainAll(there.stream().map(WorkloadLease::workload).toList());
    for (WorkloadLease lease : there) {
      silences
          .computeIfAbsent(lease.workload(), one -> new Silence(pace, LONGEST_GAP))
          .observe(lease);
    }
    return there;
  }
}
