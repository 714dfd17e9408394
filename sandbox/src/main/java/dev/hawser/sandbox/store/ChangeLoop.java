package dev.hawser.sandbox.store;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/// Runs its steps on one thread after every write of interest, once for many writes. A step looks
/// at everything anew, so that nothing is lost when it fails.
public final class ChangeLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ChangeLoop.class.getName());

  private final Semaphore writes = new Semaphore(1);
  private final List<Runnable> steps;
  private final Store.Subscription subscription;
  private final Thread thread;

  public ChangeLoop(Store store, Predicate<ObjectKind> interest, List<Runnable> steps) {
    this.steps = List.copyOf(steps);
    subscription =
        store.listen(
            change -> {
              if (interest.test(change.key().kind())) {
                writes.release();
              }
            });
    thread = Thread.startVirtualThread(this::run);
  }

  private void run() {
    try {
      while (true) {
        writes.acquire();
        writes.drainPermits();
        steps.forEach(ChangeLoop::attempt);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (StatusException overtaken) {
      // A client's write came between reading and writing; it has woken us already.
      LOG.log(System.Logger.Level.DEBUG, "overtaken", overtaken);
    } catch (RuntimeException unexpected) {
      LOG.log(System.Logger.Level.ERROR, "a step failed", unexpected);
    }
  }

  @Override
  public void close() {
    subscription.close();
    thread.interrupt();
  }
}
