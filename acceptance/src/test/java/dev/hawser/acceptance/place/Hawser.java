package dev.hawser.acceptance.place;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command, run as a user runs it: a process of its own.
public final class Hawser {
  public static final String CONNECTED = "hawser: connected ";
  /// Has nobody on this machine undo a session whose process dies.
  public static final Map<String, String> WITHOUT_GUARD = Map.of("HAWSER_GUARD", "off");

  public static final String FAILED = "hawser: failed: ";

  /// Longer than anything a session waits for by itself.
  public static final Duration LIMIT = Duration.ofMinutes(4);

  /// One compiler: many short runs, half of the processor's time.
  private static final List<String> SETTINGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xlog:disable", // of the JVM, about its start-up cache
          "-cp",
          Checkout.classPath("cli"));

  private Hawser() {}

  public static RunningProcess start(Place place, String... arguments) {
    return start(place.variables(), List.of(), List.of(arguments));
  }

  public static RunningProcess start(Place place, Path kubeconfig, List<String> arguments) {
    return start(variables(place, kubeconfig), List.of(), arguments);
  }

  public static RunningProcess start(Place place, Line line, List<String> arguments) {
    return start(variables(place, line.kubeconfig()), line.prefix(), arguments);
  }

  /// As the foreground of a terminal of its own, whose Ctrl-C is [RunningProcess#signalGroup].
  public static RunningProcess startAtTerminal(Place place, List<String> arguments) {
    return start(place.variables(), List.of("setsid"), arguments);
  }

  /// With variables besides those of the place.
  public static RunningProcess start(
      Place place, Map<String, String> more, List<String> arguments) {
    Map<String, String> variables = new HashMap<>(place.variables());
    variables.putAll(more);
    return start(variables, List.of(), arguments);
  }

  /// In a directory of the test's own, as in a project.
  public static RunningProcess startIn(Path directory, Place place, List<String> arguments) {
    ProcessBuilder builder = builder(place.variables(), List.of(), arguments);
    return RunningProcess.start(
        "hawser " + String.join(" ", arguments), builder.directory(directory.toFile()));
  }

  private static Map<String, String> variables(Place place, Path kubeconfig) {
    Map<String, String> variables = new HashMap<>(place.variables());
    variables.put("KUBECONFIG", kubeconfig.toString());
    return variables;
  }

  static RunningProcess start(
      Map<String, String> variables, List<String> prefix, List<String> arguments) {
    return RunningProcess.start(
        "hawser " + String.join(" ", arguments), builder(variables, prefix, arguments));
  }

  private static ProcessBuilder builder(
      Map<String, String> variables, List<String> prefix, List<String> arguments) {
    List<String> words = new ArrayList<>(prefix);
    words.add(Checkout.JAVA.toString());
    words.addAll(StartCache.options(SETTINGS, prefix.isEmpty() && isSession(arguments)));
    words.addAll(SETTINGS);
    words.add("dev.hawser.cli.Main");
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().keySet().removeIf(name -> name.startsWith("HAWSER_"));
    builder.environment().putAll(variables);
    return builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
  }

  private static boolean isSession(List<String> arguments) {
    return arguments.contains("connect") && !arguments.contains("--dry-run");
  }

  /// @throws AssertionError if the session ends instead
  public static void awaitConnected(RunningProcess session) {
    session.awaitLine(Hawser::isConnected, LIMIT);
  }

  /// Of a session that may fail.
  public static void awaitConnectedOrEnd(RunningProcess session) {
    await("connected, or ended")
        .atMost(LIMIT)
        .until(() -> !session.isAlive() || session.output().stream().anyMatch(Hawser::isConnected));
  }

  private static boolean isConnected(String line) {
    return line.startsWith(CONNECTED);
  }

  /// Runs it to its end.
  public static Result run(Place place, String... arguments) {
    return finish(start(place, arguments));
  }

  public static Result run(Place place, Path kubeconfig, String... arguments) {
    return finish(start(place, kubeconfig, List.of(arguments)));
  }

  static Result finish(RunningProcess started) {
    try (RunningProcess process = started) {
      int exitCode = process.awaitExit(LIMIT);
      return new Result(
          exitCode,
          List.copyOf(process.output()),
          List.copyOf(process.errors()),
          process.describe());
    }
  }

  /// How a run ended, and what it said.
  public record Result(int exitCode, List<String> output, List<String> errors, String description) {
    public String failureLine() {
      return errors.stream().filter(line -> line.startsWith(FAILED)).findFirst().orElse("");
    }
  }
}
