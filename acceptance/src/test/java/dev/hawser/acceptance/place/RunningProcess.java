package dev.hawser.acceptance.place;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A process whose outputs are kept. Closing ends it and all that it started, at once.
public final class RunningProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private RunningProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.readers =
        List.of(read(process.getInputStream(), output), read(process.getErrorStream(), errors));
  }

  public static RunningProcess start(String name, ProcessBuilder builder) {
    try {
      return new RunningProcess(name, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Thread read(InputStream stream, List<String> lines) {
    return Thread.ofPlatform() // a virtual one would keep its carrier while it reads a pipe
        .daemon()
        .start(
            () -> {
              try (BufferedReader reader =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
              } catch (IOException | UncheckedIOException ended) {
                // with the process
              }
            });
  }

  /// Lines of the standard output so far.
  public List<String> output() {
    return output;
  }

  /// Lines of the standard error so far.
  public List<String> errors() {
    return errors;
  }

  /// The first line of the standard output that fits, which must come before the process ends.
  public String awaitLine(Predicate<String> wanted, Duration limit) {
    await(name + " says it is ready")
        .atMost(limit)
        .pollInterval(Duration.ofMillis(50))
        .failFast(() -> assertThatItMayStillSay(wanted))
        .until(() -> line(wanted).isPresent());
    return line(wanted).orElseThrow();
  }

  private void assertThatItMayStillSay(Predicate<String> wanted) {
    if (!process.isAlive()) {
      awaitExit(Duration.ofSeconds(1));
      if (line(wanted).isEmpty()) {
        throw new AssertionError(describe());
      }
    }
  }

  private Optional<String> line(Predicate<String> wanted) {
    return output.stream().filter(wanted).findFirst();
  }

  public long pid() {
    return process.pid();
  }

  /// Writes a line to its standard input.
  public void say(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(describe(), failure);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// As `kill` does.
  ///
  /// @param signal a name as `INT`
  public void signal(String signal) {
    kill(signal, String.valueOf(process.pid()));
  }

  /// As a terminal does whose session the process leads: to its process group.
  public void signalGroup(String signal) {
    kill(signal, "-" + process.pid());
  }

  private static void kill(String signal, String target) {
    try {
      new ProcessBuilder("kill", "-s", signal, "--", target).inheritIO().start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /// @throws AssertionError if the process does not end in time
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("did not end within %s: %s".formatted(limit, describe()));
      }
      for (Thread reader : readers) {
        reader.join(Duration.ofSeconds(5)); // a process left behind may hold the pipes
      }
      return process.exitValue();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }

  /// What it said, for a failing test.
  public String describe() {
    return "%s%s%nstandard output:%n%s%nstandard error:%n%s"
        .formatted(
            name,
            process.isAlive() ? " (running)" : " (exit code " + process.exitValue() + ")",
            String.join("\n", output),
            String.join("\n", errors));
  }

  /// Ends it and its children without a chance to say anything.
  public void kill() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitExit(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    kill();
  }
}
