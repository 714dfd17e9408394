package dev.hawser.cli.init;

import dev.hawser.cli.connect.PortMapping;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the command line says, so that it is not asked.
///
/// @param ports empty where it says none
/// @param command empty where it says none
/// @param jdwpPort where the command's JVM waits for a debugger
public record Given(
    Optional<String> context,
    Optional<String> namespace,
    Optional<String> target,
    Optional<String> container,
    List<PortMapping> ports,
    List<String> command,
    OptionalInt jdwpPort,
    Optional<String> profile,
    Optional<Ide> ide) {

  public Given {
    ports = List.copyOf(ports);
    command = List.copyOf(command);
  }
}
