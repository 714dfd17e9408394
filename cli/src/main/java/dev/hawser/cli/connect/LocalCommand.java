package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.endpoint.process.ChildProcess;
import dev.hawser.endpoint.process.ProcessSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The command of a session: it runs until it ends by itself or, when the session ends, until the
/// originals serve again. Of the session's own thread.
final class LocalCommand {
  /// A command that was told to end gets so long to do so by itself.
  private static final Duration OWN_END = Duration.ofSeconds(5);

  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private final StopSignal stop;
  private final Console console;
  private @Nullable ChildProcess child;
  private OptionalInt ownCode = OptionalInt.empty();

  LocalCommand(StopSignal stop, Console console) {
    this.stop = stop;
    this.console = console;
  }

  void run(ChildProcess started) {
    child = started;
  }

  /// Waits until traffic arrives, unless the command or the session ends before.
  ///
  /// @return whether it does and the command still runs
  boolean awaitUnlessEnded(CompletableFuture<Void> arriving) {
    CompletableFuture<Integer> ended = running().ended().toCompletableFuture();
    return stop.awaitUnlessAsked(CompletableFuture.anyOf(arriving, ended)) && !ended.isDone();
  }

  /// Waits for the end of the command or of the session.
  void awaitEnd() throws InterruptedException {
    ChildProcess running = running();
    if (stop.awaitUnlessAsked(running.ended())) {
      ownCode = OptionalInt.of(running.exitCode());
      console.tell(new Event.Note("the command ended with exit code " + ownCode.getAsInt()));
    }
  }

  /// Ends the command as the session was ended: by the same signal first.
  void end() throws InterruptedException {
    ChildProcess running = child;
    if (running == null) {
      return;
    }
    Optional<ProcessSignal> signal = ownCode.isPresent() ? Optional.empty() : stop.received();
    if (signal.isPresent()) {
      pass(signal.get(), running);
    }
    running.end(END_LIMIT);
  }

  private void pass(ProcessSignal signal, ChildProcess running) throws InterruptedException {
    switch (signal) {
      case INT -> {
        running.interrupt();
        running.await(OWN_END);
      }
      case TERM, HUP -> {
        running.send(signal);
        if (running.await(OWN_END)) {
          ownCode = OptionalInt.of(running.exitCode());
        }
      }
    }
  }

  /// That of the session, after [#end]: the command's own, or that of the signal.
  int exitCode() {
    return ownCode.orElseGet(() -> stop.received().map(ProcessSignal::exitCode).orElse(0));
  }

  private ChildProcess running() {
    if (child == null) {
      throw new IllegalStateException("the command was not started");
    }
    return child;
  }
}
