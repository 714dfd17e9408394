package dev.hawser.cli.connect;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time passes when a test says so.
final class ManualLater implements Later {
  private record Task(long atNs, long number, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atNs).thenComparingLong(Task::number));
  private long nowNs;
  private long count;

  @Override
  public void in(Duration delay, Runnable task) {
    tasks.add(new Task(nowNs + delay.toNanos(), count++, task));
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  void pass(Duration time) {
    long endNs = nowNs + time.toNanos();
    while (!tasks.isEmpty() && tasks.peek().atNs() <= endNs) {
      Task task = tasks.remove();
      nowNs = task.atNs();
      task.work().run();
    }
    nowNs = endNs;
  }

  @Override
  public void close() {
    tasks.clear();
  }
}
