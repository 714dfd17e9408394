package dev.hawser.endpoint.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Starts a command in a session of its own (setsid(2)), so that a terminal's Ctrl-C and hang-up
/// come to Hawser alone and the command serves until the originals do. It keeps the terminal as its
/// input and outputs; what it has not is a controlling terminal: `/dev/tty`, job control, the
/// signal that tells of another size.
///
/// A shell at the terminal needs those, and makes itself the foreground, where Ctrl-C is its own.
record OwnSession(Path setsid) {
  private static final Set<String> SHELLS =
      Set.of("sh", "ash", "bash", "csh", "dash", "fish", "ksh", "tcsh", "zsh");

  /// Empty where there is no `setsid` (util-linux), or the command is a shell to be used.
  static Optional<OwnSession> of(List<String> command) {
    return isShell(command)
        ? Optional.empty()
        : CommandLookup.onPath("setsid", System.getenv().getOrDefault("PATH", ""))
            .map(OwnSession::new);
  }

  /// Whether a person types into it: a shell without a script.
  static boolean isShell(List<String> command) {
    Path program = Path.of(command.getFirst()).getFileName();
    return SHELLS.contains(String.valueOf(program))
        && (command.size() == 1 || command.contains("-i"));
  }

  /// The process becomes the command: same id, no other in between.
  List<String> wrap(List<String> command) {
    List<String> wrapped = new ArrayList<>(List.of(setsid.toString()));
    wrapped.addAll(command);
    return wrapped;
  }
}
