package dev.hawser.endpoint.names;

import dev.hawser.endpoint.process.Wrapping;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// How names of services reach the local process: chosen once a session, by trying, and told again
/// whenever services come or go. Used by one thread at a time, which may block.
public sealed interface NameWay extends Wrapping, AutoCloseable
    permits CapsuleWay, MachineHostsWay, JvmWay, EnvironmentWay {

  /// Only the variables lead to the services.
  ///
  /// @param reason why no better way is possible here, or wanted
  static NameWay environment(String reason) {
    return new EnvironmentWay(reason);
  }

  /// Makes these the names that resolve.
  ///
  /// @throws IOException if they cannot be written; the former ones may still resolve
  void show(NameTable names) throws IOException;

  /// Has volumes lie at the paths that the container has them at, for commands wrapped from now on,
  /// where this way can do that; the explanation tells which.
  ///
  /// @throws IOException if it cannot be tried; commands find none there
  default void place(List<VolumePlace> volumes) throws IOException {}

  /// Whether the command finds volumes at the container's paths, but for those that the explanation
  /// names.
  default boolean placesVolumes() {
    return false;
  }

  /// Whether every program resolves the names, in whatever language.
  boolean reachesEveryProgram();

  /// As it is, where the way needs nothing of the command.
  @Override
  default List<String> wrap(List<String> command) {
    return command;
  }

  /// As they are, where the way needs nothing of them.
  @Override
  default Map<String, String> variables(Map<String, String> variables) {
    return variables;
  }

  /// One line for the console.
  String explanation();

  /// Takes back what reaches beyond the session's own processes.
  @Override
  void close();
}
