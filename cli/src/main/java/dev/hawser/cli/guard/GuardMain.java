package dev.hawser.cli.guard;

import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.target.Workload;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.files.PrivateFiles;
import dev.hawser.endpoint.hosts.HostsFileEdit;
import dev.hawser.endpoint.hosts.MachineHosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the guard's shell starts when the session's process has died: completes the undo by the
/// record in the cluster, and removes what the session left on this machine. Nobody watches it, so
/// it goes on trying for a while where the cluster is out of reach.
public final class GuardMain {
  private static final Logger LOG = LoggerFactory.getLogger(GuardMain.class);
  private static final Duration CHILD_LIMIT = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private GuardMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    GuardOrders orders = GuardOrders.read(directory);
    Optional<ProcessHandle> child = ChildMark.find(directory);
    Thread ending =
        Thread.ofVirtual().name("child's end").start(() -> child.ifPresent(GuardMain::end));
    removeNames();
    LOG.info("the process of session {} has died: undoing {}", orders.session(), orders.workload());
    undo(orders);
    ending.join();
    for (String leftover : orders.leftovers()) {
      PrivateFiles.deleteTree(Path.of(leftover));
    }
  }

  /// The session's own block is one of a dead process now.
  private static void removeNames() {
    try {
      new HostsFileEdit(MachineHosts.FILE).removeDead();
    } catch (IOException e) {
      LOG.warn("lines are left in {}", MachineHosts.FILE, e); // the next session removes them
    }
  }

  private static void undo(GuardOrders orders) throws InterruptedException {
    Workload workload = Workload.parse(orders.workload(), orders.namespace()).orElseThrow();
    Optional<String> context = Optional.of(orders.context()).filter(name -> !name.isEmpty());
    long startNs = System.nanoTime();
    while (true) {
      try (Cluster cluster = Cluster.open(context, Optional.of(orders.namespace()))) {
        cluster.sessions().end(workload, orders.session());
        return;
      } catch (FailureException e) {
        LOG.warn("not undone: {}", e.failure().what());
        if (e.failure().kind() != FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN
            || System.nanoTime() - startNs > PATIENCE.toNanos()) {
          return;
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private static void end(ProcessHandle child) {
    List<ProcessHandle> family = new ArrayList<>(child.descendants().toList());
    family.add(child);
    family.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(CHILD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stillThere) {
      family.forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
