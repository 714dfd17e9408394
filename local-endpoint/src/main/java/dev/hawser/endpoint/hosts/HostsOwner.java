package dev.hawser.endpoint.hosts;

import java.time.Instant;
import java.util.Optional;

/// Whose a block is.
///
/// @param session its id
/// @param pid of its process
/// @param startMs when that process started, in milliseconds since 1970: numbers come again; 0 if
///     the system does not tell
public record HostsOwner(String session, long pid, long startMs) {
  static final String SESSION = "[a-z0-9]{1,32}";

  /// @throws IllegalArgumentException if the id is none
  public HostsOwner {
    if (!session.matches(SESSION)) {
      throw new IllegalArgumentException("session: %.80s (expected: an id)".formatted(session));
    }
  }

  /// A session of this process.
  public static HostsOwner current(String session) {
    ProcessHandle process = ProcessHandle.current();
    return new HostsOwner(session, process.pid(), startMs(process));
  }

  /// Whether the process still runs; where that cannot be told, it does.
  boolean lives() {
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    if (process.isEmpty()) {
      return false;
    }
    long now = startMs(process.get());
    return startMs == 0 || now == 0 || now == startMs;
  }

  private static long startMs(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
