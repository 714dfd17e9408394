package dev.hawser.endpoint.process;

import java.util.List;
import java.util.Map;

/// What a command is started by, so that it finds on this machine what it would find in its pod.
public interface Wrapping {
  /// The command as it is to be started; its process becomes the command, no other stays in
  /// between.
  ///
  /// @param command a path and its arguments
  List<String> wrap(List<String> command);

  /// The variables as it is to be started with.
  Map<String, String> variables(Map<String, String> variables);
}
