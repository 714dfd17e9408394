package dev.hawser.endpoint.process;

import java.util.Optional;
import java.util.OptionalLong;

/// Who listens on a local port, as far as this user may know.
public record PortHolder(OptionalLong pid, Optional<String> command) {
  static final PortHolder UNKNOWN = new PortHolder(OptionalLong.empty(), Optional.empty());

  /// Such as `nginx (pid 4711)`.
  @Override
  public String toString() {
    return pid.isPresent()
        ? "%s (pid %d)".formatted(command.orElse("a process"), pid.getAsLong())
        : "a process that this user may not see";
  }
}
