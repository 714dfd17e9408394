package dev.hawser.endpoint.hosts;

import dev.hawser.endpoint.process.ProcessSignal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The one thing that Hawser does with more rights than its user has: it keeps a session's block in
/// `/etc/hosts` as it is told on its standard input, and removes it when that ends, however whoever
/// holds the other end has died. It takes no argument and reads no file but that one.
///
/// It answers with lines: `ready` to the session, `put` or `put in place` to each block; or
/// `failed` and why, after which it ends.
public final class HostsHelper {
  static final String READY = "ready";
  static final String PUT = "put";
  static final String IN_PLACE = "put in place";
  static final String FAILED = "failed ";

  private final HostsFileEdit edit;
  private final HostsRequests requests;
  private final PrintStream answers;

  HostsHelper(Path file, InputStream input, PrintStream answers) {
    this.edit = new HostsFileEdit(file);
    this.requests = new HostsRequests(new BufferedInputStream(input));
    this.answers = answers;
  }

  /// The terminal's Ctrl-C is for Hawser, which then ends the input.
  public static void main(String[] arguments) {
    for (ProcessSignal signal : List.of(ProcessSignal.INT, ProcessSignal.HUP, ProcessSignal.TERM)) {
      signal.handle(() -> {});
    }
    System.exit(new HostsHelper(MachineHosts.FILE, System.in, System.out).run());
  }

  /// @return the exit code
  int run() {
    try {
      HostsOwner owner = requests.owner();
      answer(READY);
      try {
        serve(owner);
      } finally {
        edit.remove(owner.session());
      }
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      answer(FAILED + e.getMessage());
      return 1;
    }
  }

  private void answer(String line) {
    answers.println(line);
    answers.flush();
  }

  private void serve(HostsOwner owner) throws IOException {
    Optional<HostsBlock> block = requests.next(owner);
    while (block.isPresent()) {
      HostsFileEdit.Outcome outcome = edit.put(block.get());
      answer(
          switch (outcome) {
            case SAME, REPLACED -> PUT;
            case IN_PLACE -> IN_PLACE;
          });
      block = requests.next(owner);
    }
  }
}
