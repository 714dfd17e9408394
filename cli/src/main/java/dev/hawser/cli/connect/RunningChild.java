package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.process.ProcessSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The command while the session serves it: whichever ends first, command or session.
final class RunningChild {
  /// Ctrl-C reaches the command through the terminal; it gets so long to end by itself.
  private static final Duration OWN_END = Duration.ofSeconds(5);

  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final ChildProcess child;
  private final StopSignal stop;
  private final Console console;

  RunningChild(ChildProcess child, StopSignal stop, Console console) {
    this.child = child;
    this.stop = stop;
    this.console = console;
  }

  /// Waits until traffic arrives, unless the command or the session ends before.
  ///
  /// @return whether it does and the command still runs
  boolean awaitUnlessEnded(CompletableFuture<Void> arriving) {
    CompletableFuture<Integer> ended = child.ended().toCompletableFuture();
    return stop.awaitUnlessAsked(CompletableFuture.anyOf(arriving, ended)) && !ended.isDone();
  }

  /// Waits for the end of the command or of the session.
  int exitCode() throws InterruptedException {
    stop.awaitUnlessAsked(child.ended());
    if (stop.received().isPresent()) {
      return onStop(stop.received().get());
    }
    int code = child.exitCode();
    console.tell(new Event.Note("the command ended with exit code " + code));
    return code;
  }

  private int onStop(ProcessSignal signal) throws InterruptedException {
    return switch (signal) {
      case INT -> {
        child.await(OWN_END);
        yield signal.exitCode();
      }
      case TERM, HUP -> {
        child.send(signal);
        yield child.await(OWN_END) ? child.exitCode() : signal.exitCode();
      }
    };
  }

  void end() throws InterruptedException {
    child.end(END_LIMIT);
  }
}
