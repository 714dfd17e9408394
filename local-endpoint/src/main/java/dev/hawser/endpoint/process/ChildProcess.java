package dev.hawser.endpoint.process;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The local process that stands in for the container: the user's command, with its terminal.
///
/// Where there is a way to ([OwnSession]), the terminal's Ctrl-C does not reach it: it serves on
/// until Hawser says so by [#interrupt]. Elsewhere, and for a shell that is to be used at the
/// terminal, it is in the terminal's foreground process group as Hawser is. What is sent to Hawser
/// alone (TERM, HUP) is passed on by [#send] or [#passSignals]. May be used on any thread that may
/// block.
public final class ChildProcess {
  private static final Duration LEFTOVERS = Duration.ofSeconds(1);
  private final Process process;
  private final boolean ownSession;

  private ChildProcess(Process process, boolean ownSession) {
    this.process = process;
    this.ownSession = ownSession;
  }

  /// Starts the command with Hawser's own input and outputs.
  ///
  /// @param environment all of its variables, but for those of the wrappings
  /// @param directory its working directory
  /// @param wrappings the one next to the command first
  /// @throws dev.hawser.endpoint.failure.FailureException if there is no such program or directory
  public static ChildProcess start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      List<Wrapping> wrappings) {
    if (!Files.isDirectory(directory)) {
      throw new Failure(
              FailureKind.USAGE, directory + ": no such directory", "check the working directory")
          .asException();
    }
    ProcessBuilder builder = new ProcessBuilder().directory(directory.toFile()).inheritIO();
    builder.environment().clear();
    try {
      List<String> found = found(command, environment, directory);
      Map<String, String> variables = environment;
      for (Wrapping wrapping : wrappings) {
        variables = wrapping.variables(variables);
      }
      List<String> launched = ExactEnvironment.give(variables, builder.environment(), found);
      for (Wrapping wrapping : wrappings) {
        launched = wrapping.wrap(launched);
      }
      Optional<OwnSession> session = OwnSession.of(command);
      builder.command(session.isPresent() ? session.get().wrap(launched) : launched);
      return new ChildProcess(builder.start(), session.isPresent());
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: cannot be started (%s)".formatted(command.getFirst(), e.getMessage()),
              "check the command after --")
          .asException(e);
    }
  }

  /// Whether a person types into the command, so that it serves nothing by itself.
  public static boolean isInteractive(List<String> command) {
    return OwnSession.isShell(command);
  }

  private static List<String> found(
      List<String> command, Map<String, String> environment, Path directory) {
    List<String> found = new ArrayList<>(command);
    if (Platform.current() != Platform.WINDOWS) {
      String path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
      found.set(0, CommandLookup.require(command.getFirst(), path, directory).toString());
    }
    return found;
  }

  public long pid() {
    return process.pid();
  }

  /// Completed with the exit code when the process has ended.
  public CompletionStage<Integer> ended() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /// Waits for the end and gives the process's exit code; 128 and the signal's number where a
  /// signal ended it.
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /// Waits for the end, but no longer than that; whether it has ended.
  public boolean await(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Passes TERM and HUP on to the process, until closed, and then tells which it was.
  public ProcessSignal.Handling passSignals(Consumer<ProcessSignal> told) {
    List<ProcessSignal.Handling> handlings =
        Stream.of(ProcessSignal.TERM, ProcessSignal.HUP)
            .map(
                signal ->
                    signal.handle(
                        () -> {
                          send(signal);
                          told.accept(signal);
                        }))
            .toList();
    return () -> handlings.forEach(ProcessSignal.Handling::close);
  }

  /// Sends a signal, if the process still runs.
  public void send(ProcessSignal signal) {
    if (signal == ProcessSignal.TERM || Platform.current() == Platform.WINDOWS) {
      process.destroy();
      return;
    }
    kill(signal, String.valueOf(pid()));
  }

  /// Does what Ctrl-C does, to the process and those that it has started, where the terminal itself
  /// could not.
  public void interrupt() {
    if (ownSession && process.isAlive()) {
      kill(ProcessSignal.INT, "-" + pid()); // its whole process group
    }
  }

  /// The JDK sends nothing but TERM and KILL; every shell has a kill of its own.
  private void kill(ProcessSignal signal, String target) {
    try {
      new ProcessBuilder(
              "sh", "-c", "kill -s \"$1\" -- \"$2\" 2>/dev/null", "sh", signal.name(), target)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the process and the processes it has started: asks it (TERM), waits, and kills what is
  /// left after the limit. Processes that it left behind when it ended by itself stay.
  public void end(Duration limit) throws InterruptedException {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    process.destroy();
    await(limit);
    process.descendants().filter(later -> !family.contains(later)).forEach(family::add);
    process.destroyForcibly();
    family.forEach(ProcessHandle::destroy);
    awaitAll(family, LEFTOVERS);
    family.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  private static void awaitAll(List<ProcessHandle> family, Duration limit)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException stillThere) {
      // killed by the caller
    }
  }
}
