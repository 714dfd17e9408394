package dev.hawser.cli.init;

import java.util.List;
import java.util.Optional;

/// How a project's program is started on this machine.
///
/// @param command word by word
/// @param debugger what can be attached to it then
/// @param jdwp whether Hawser has to tell the program's JVM to wait for the debugger; the command
///     itself does where it starts another JVM
public record Launch(List<String> command, Optional<Debugger> debugger, boolean jdwp) {

  public Launch {
    command = List.copyOf(command);
  }

  static Launch plain(String... command) {
    return new Launch(List.of(command), Optional.empty(), false);
  }

  static Launch debugged(Debugger debugger, String... command) {
    return new Launch(List.of(command), Optional.of(debugger), false);
  }

  /// What is attached, at which port of 127.0.0.1.
  public record Debugger(Kind kind, int port) {

    /// As VS Code names its debuggers.
    public enum Kind {
      JAVA("java"),
      NODE("node"),
      GO("go"),
      PYTHON("debugpy");

      private final String type;

      Kind(String type) {
        this.type = type;
      }

      String type() {
        return type;
      }
    }
  }
}
