package dev.hawser.sandbox.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run of a container: a child process that cannot outlive the sandbox.
///
/// A shell stands between. It starts the command in a process group of its own where the machine
/// has `setsid`, passes on the signals named on its standard input, and kills the group when that
/// pipe ends, which it does however the sandbox dies. Signals to the sandbox's whole process group
/// do not end it: the sandbox gets them too, and ends its pods in order.
final class ContainerProcess {
  private static final String SUPERVISOR =
      """
      exec 3<&0 </dev/null
      trap : HUP INT TERM
      if command -v setsid >/dev/null; then setsid "$@" 3<&- & else "$@" 3<&- & fi
      child=$!
      { trap '' HUP INT TERM
        while read -r signal <&3; do kill -"$signal" $child; done
        kill -KILL -$child || kill -KILL $child; } >/dev/null 2>&1 &
      watcher=$!
      exec 3<&-
      while wait $child; status=$?; kill -0 $child 2>/dev/null; do :; done
      { kill -KILL -$child; kill $watcher; } >/dev/null 2>&1
      exit $status
      """;

  private final Process process;
  private final OutputStream signals;

  private ContainerProcess(Process process) {
    this.process = process;
    this.signals = process.getOutputStream();
  }

  /// @param log where both of its outputs go
  static ContainerProcess start(
      List<String> command, Map<String, String> environment, Path directory, Path log)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SUPERVISOR, "sh"));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new ContainerProcess(builder.start());
  }

  /// @return the exit code; 128 and the signal's number if one ended it
  int waitFor() throws InterruptedException {
    return process.waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Asks it to end, and after the grace kills it; returns when it is gone.
  void stop(int graceSeconds) throws InterruptedException {
    if (graceSeconds > 0) {
      try {
        signals.write("TERM\n".getBytes(StandardCharsets.US_ASCII));
        signals.flush();
        process.waitFor(graceSeconds, TimeUnit.SECONDS);
      } catch (IOException ended) {
        // nobody left to ask
      }
    }
    kill();
    process.waitFor();
  }

  /// Kills it and what it started.
  void kill() {
    try {
      signals.close();
    } catch (IOException ended) {
      // the pipe is gone, and so is the child
    }
  }
}
