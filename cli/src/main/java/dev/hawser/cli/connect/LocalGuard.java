package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.LogSetup;
import dev.hawser.cli.guard.Guard;
import dev.hawser.cli.guard.GuardOrders;
import dev.hawser.cli.report.ReportSocket;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.Swap;
import dev.hawser.cluster.lease.Holder;
import dev.hawser.cluster.target.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// The guard of a session, or none where there is no shell for it.
///
/// @param guard empty if it could not be posted, which was told
record LocalGuard(Optional<Guard> guard) {
  /// `off` in it is for those who want to see what happens without.
  private static final String SWITCH = "HAWSER_GUARD";

  /// Before anything is changed.
  static LocalGuard post(
      Cluster cluster,
      Workload workload,
      Holder holder,
      SessionDirectory directory,
      Console console) {
    if ("off".equals(System.getenv(SWITCH))) {
      return new LocalGuard(Optional.empty());
    }
    GuardOrders orders =
        new GuardOrders(
            cluster.context(),
            workload.namespace(),
            workload.toString(),
            holder.session(),
            Stream.concat(
                    directory.all().stream(), Stream.of(ReportSocket.file(LogSetup.directory())))
                .map(Path::toString)
                .toList());
    try {
      return new LocalGuard(Optional.of(Guard.post(directory.guard(), orders)));
    } catch (IOException e) {
      console.tell(
          new Event.Warning(
              "nobody on this machine undoes the change should this process die: "
                  + e.getMessage()));
      return new LocalGuard(Optional.empty());
    }
  }

  void prepare(Swap swap) {
    guard.ifPresent(one -> one.prepare(swap::preparedUndo));
  }

  void watch(long child) {
    guard.ifPresent(one -> one.watch(child));
  }

  void dismiss() {
    guard.ifPresent(Guard::dismiss);
  }

  boolean isPosted() {
    return guard.isPresent();
  }

  /// What becomes of a change that this process leaves.
  String outlook() {
    return guard.isPresent()
        ? "the guard on this machine puts it back as soon as it can"
        : "nobody on this machine puts it back";
  }
}
