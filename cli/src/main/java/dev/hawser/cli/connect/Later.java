package dev.hawser.cli.connect;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One thread's work, in the order of its time.
interface Later extends AutoCloseable {

  /// Does nothing once this is closed.
  void in(Duration delay, Runnable task);

  /// The clock of the delays.
  long nowNs();

  @Override
  void close();

  /// On a thread of its own.
  static Later onThread(String name) {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().name(name).factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new Later() {
      @Override
      public void in(Duration delay, Runnable task) {
        try {
          executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
          // nobody waits for it
        }
      }

      @Override
      public long nowNs() {
        return System.nanoTime();
      }

      @Override
      public void close() {
        executor.shutdown();
      }
    };
  }
}
