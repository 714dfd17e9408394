package dev.hawser.cli.connect;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Blocking work that is done beside the session's own thread, on a virtual one.
record Beside<T>(CompletableFuture<T> result) {
  private static final Executor VIRTUAL = task -> Thread.ofVirtual().name("beside").start(task);

  static <T> Beside<T> begin(Supplier<T> work) {
    return new Beside<>(CompletableFuture.supplyAsync(work, VIRTUAL));
  }

  /// Waits for it, and gives back what it brought, if it brought something.
  void release(Consumer<T> giveBack) {
    result.handle((brought, failed) -> Optional.ofNullable(brought)).join().ifPresent(giveBack);
  }

  /// Waits for it.
  ///
  /// @throws RuntimeException what the work threw
  T await() {
    try {
      return result.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }
}
