package dev.hawser.cli.connect;

import dev.hawser.cluster.Steps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the steps of this process, every write to the cluster and the end of every wait, and ends
/// it at one of them as `kill -9` would, if it is told to: how it is tried that no crash leaves
/// anything behind.
///
/// - `HAWSER_KILL_AT`: the step's number from 1 on, and after a colon how many milliseconds later
/// - `HAWSER_STEPS`: a file to which the steps are written as they come
public final class KillPoint implements Steps {
  /// Those of this process.
  public static final Steps STEPS = fromEnvironment();

  private static final int EXIT_CODE = 137; // as a shell tells of KILL

  private final int fatal;
  private final int delayMs;
  private final Optional<Path> list;
  private final AtomicInteger count = new AtomicInteger();

  private KillPoint(int fatal, int delayMs, Optional<Path> list) {
    this.fatal = fatal;
    this.delayMs = delayMs;
    this.list = list;
  }

  private static Steps fromEnvironment() {
    @Nullable String killAt = System.getenv("HAWSER_KILL_AT");
    @Nullable String list = System.getenv("HAWSER_STEPS");
    if (killAt == null && list == null) {
      return Steps.NONE;
    }
    String[] words = (killAt == null ? "0" : killAt).split(":", 2);
    return new KillPoint(
        Integer.parseInt(words[0]),
        words.length > 1 ? Integer.parseInt(words[1]) : 0,
        Optional.ofNullable(list).map(Path::of));
  }

  @Override
  public void at(String step) {
    int number = count.incrementAndGet();
    list.ifPresent(file -> write(file, number + " " + step + "\n"));
    if (number == fatal) {
      if (delayMs == 0) {
        die();
      }
      Thread.ofPlatform().daemon().start(this::dieLater);
    }
  }

  private void dieLater() {
    try {
      Thread.sleep(delayMs);
    } catch (InterruptedException e) {
      // at once, then
    }
    die();
  }

  private static void die() {
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private static synchronized void write(Path file, String line) {
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
