package dev.hawser.endpoint.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/// Who listens on a local port, as far as this user may know.
///
/// @param since when it was started
public record PortHolder(OptionalLong pid, Optional<String> command, Optional<Instant> since) {
  static final PortHolder UNKNOWN =
      new PortHolder(OptionalLong.empty(), Optional.empty(), Optional.empty());

  /// Such as `nginx (pid 4711, since 2026-11-28T09:12:44Z)`.
  @Override
  public String toString() {
    return pid.isPresent()
        ? "%s (pid %d%s)"
            .formatted(
                command.orElse("a process"),
                pid.getAsLong(),
                since.map(start -> ", since " + start.truncatedTo(ChronoUnit.SECONDS)).orElse(""))
        : "a process that this user may not see";
  }
}
