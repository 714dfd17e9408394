package dev.hawser.tunnel.metrics;

import dev.hawser.tunnel.frame.ResetCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs the opening and the end of every stream by the name that it has at both ends, so that one
/// search finds a connection in the logs of both.
///
/// The event loop only queues what it saw: a thread makes lines of it, at most [#PAUSE] later. Of
/// what comes faster than [#MAX_ORDINARY] in that time, only streams that did not end well are
/// written, and [#MAX_WAITING] at most; the rest is counted. Thousands of lines a second are read
/// by nobody, and would cost as much as the connections themselves.
public final class StreamLog implements TunnelObserver, AutoCloseable {
  static final Duration PAUSE = Duration.ofMillis(200);
  static final int MAX_ORDINARY = 64;
  static final int MAX_WAITING = 512;
  private static final Logger LOG = LoggerFactory.getLogger(StreamLog.class);

  private final Consumer<String> out;
  private final ScheduledExecutorService writer;
  private final Queue<Supplier<String>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  public StreamLog() {
    this(LOG::info, newWriter());
  }

  /// @param out called by the writer only, and by who closes this
  /// @param writer shut down when this is closed
  StreamLog(Consumer<String> out, ScheduledExecutorService writer) {
    this.out = out;
    this.writer = writer;
  }

  private static ScheduledExecutorService newWriter() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("stream log").factory());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return executor;
  }

  @Override
  public void onStreamOpened(StreamView stream) {
    add(() -> opened(stream), MAX_ORDINARY);
  }

  @Override
  public void onStreamClosed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {
    add(
        () -> closed(stream, outcome, code),
        outcome == Outcome.COMPLETED ? MAX_ORDINARY : MAX_WAITING);
  }

  private void add(Supplier<String> line, int mostWaiting) {
    if (waiting.size() >= mostWaiting || !waiting.offer(line)) {
      dropped.incrementAndGet();
    }
    if (!scheduled.getAndSet(true)) {
      try {
        writer.schedule(this::write, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException closed) {
        // the process ends
      }
    }
  }

  private static String opened(StreamView stream) {
    return "stream %s opened: %s to %s"
        .formatted(stream.name(), stream.direction(), stream.target());
  }

  private static String closed(StreamView stream, Outcome outcome, @Nullable ResetCode code) {
    return "stream %s %s%s after %s: %s to %s, sent %d bytes, received %d"
        .formatted(
            stream.name(),
            lower(outcome),
            code == null ? "" : " (" + lower(code) + ")",
            seconds(stream.age()),
            stream.direction(),
            stream.target(),
            stream.sent(),
            stream.received());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(Duration age) {
    return String.format(Locale.ROOT, "%.3f s", age.toNanos() / 1e9);
  }

  private void write() {
    scheduled.set(false); // before, so that what comes meanwhile is not forgotten
    for (Supplier<String> line = waiting.poll(); line != null; line = waiting.poll()) {
      out.accept(line.get());
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      out.accept("%d more openings and ends of streams are not logged".formatted(lost));
    }
  }

  /// Writes what waits. Blocks, for a second at most.
  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
