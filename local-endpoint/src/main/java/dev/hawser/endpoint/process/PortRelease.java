package dev.hawser.endpoint.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes a local port from the process that listens on it, by ending that process: first politely
/// (TERM), after a limit firmly (KILL). Blocks.
///
/// Only processes of this user are ended, and neither this one nor those that it was started by. A
/// process is told from another with the same number by the time of its start.
public final class PortRelease {
  /// A server forks workers, each of which holds the port until it is ended.
  private static final int HOLDERS = 8;

  private final int port;
  private final Duration polite;
  private final Duration firm;

  /// @param polite for how long a process may take to end by itself
  /// @param firm for how long the system may take to end it
  public PortRelease(int port, Duration polite, Duration firm) {
    this.port = port;
    this.polite = polite;
    this.firm = firm;
  }

  /// Why the holder is not to be ended; empty if it may be.
  public static Optional<String> refusal(PortHolder holder) {
    if (holder.pid().isEmpty()) {
      return Optional.of("it is not known which process that is");
    }
    return ProcessHandle.of(holder.pid().getAsLong())
        .flatMap(process -> refusal(process.pid(), process.info().user()));
  }

  static Optional<String> refusal(long pid, Optional<String> user) {
    ProcessHandle self = ProcessHandle.current();
    if (user.isEmpty() || !user.equals(self.info().user())) {
      return Optional.of("it is not a process of yours");
    }
    for (Optional<ProcessHandle> one = Optional.of(self); one.isPresent(); one = parent(one)) {
      if (one.get().pid() == pid) {
        return Optional.of("this was started by it");
      }
    }
    return Optional.empty();
  }

  private static Optional<ProcessHandle> parent(Optional<ProcessHandle> process) {
    return process.flatMap(ProcessHandle::parent);
  }

  /// Ends whoever holds the port.
  ///
  /// @return who still holds it: it may not be ended, does not end, or comes back; empty if it is
  ///     free
  public Optional<PortHolder> run() throws InterruptedException {
    Optional<PortHolder> holder = LocalPorts.holder(port);
    for (int ended = 0; holder.isPresent() && ended < HOLDERS; ended++) {
      if (refusal(holder.get()).isPresent()) {
        return holder;
      }
      Optional<ProcessHandle> process = ProcessHandle.of(holder.get().pid().orElse(-1));
      if (LocalPorts.holder(port).equals(holder) && process.isPresent() && !end(process.get())) {
        return holder;
      }
      holder = LocalPorts.holder(port);
    }
    return holder;
  }

  private boolean end(ProcessHandle process) throws InterruptedException {
    process.destroy();
    if (hasEnded(process, polite)) {
      return true;
    }
    process.destroyForcibly();
    return hasEnded(process, firm);
  }

  private static boolean hasEnded(ProcessHandle process, Duration limit)
      throws InterruptedException {
    try {
      process.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException stillThere) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
