package dev.hawser.cli.connect;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.process.ProcessSignal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Ctrl-C, TERM and HUP during a session: the first asks it to end, another forces.
///
/// ```
///  IDLE ──armed──► WATCHING ──signal──► ASKED ──signal──► force
///    │ signal
///    └──────────► the process ends at once: nothing was changed
/// ```
final class StopSignal implements AutoCloseable {
  private final CompletableFuture<ProcessSignal> asked = new CompletableFuture<>();
  private final List<ProcessSignal.Handling> handlings;
  private @Nullable Runnable onForce;

  StopSignal() {
    handlings =
        Stream.of(ProcessSignal.values()).map(signal -> signal.handle(() -> on(signal))).toList();
  }

  private void on(ProcessSignal signal) {
    Runnable force = onForce();
    if (force == null) {
      Runtime.getRuntime().exit(signal.exitCode());
    } else if (!asked.complete(signal)) {
      force.run();
    }
  }

  private synchronized @Nullable Runnable onForce() {
    return onForce;
  }

  /// Ends the session for another reason than the user's wish: whoever waits here gets the failure.
  void fail(FailureException failure) {
    asked.completeExceptionally(failure);
  }

  /// From now on there may be something to be undone.
  ///
  /// @param force what a second signal does
  synchronized void arm(Runnable force) {
    onForce = force;
  }

  CompletionStage<ProcessSignal> asked() {
    return asked;
  }

  Optional<ProcessSignal> received() {
    return asked.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(asked.getNow(null));
  }

  /// Waits for the stage or for a signal.
  ///
  /// @return whether the stage is done, rather than a signal came
  /// @throws RuntimeException what the stage failed with
  boolean awaitUnlessAsked(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture();
    try {
      CompletableFuture.anyOf(future, asked).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
    return future.isDone();
  }

  /// Waits for a signal.
  void await() {
    awaitUnlessAsked(asked);
  }

  @Override
  public void close() {
    handlings.forEach(ProcessSignal.Handling::close);
  }
}
