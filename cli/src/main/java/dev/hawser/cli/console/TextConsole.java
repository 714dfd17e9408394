package dev.hawser.cli.console;

import dev.hawser.cli.console.Event.Block;
import dev.hawser.cli.console.Event.Change;
import dev.hawser.cli.console.Event.Connected;
import dev.hawser.cli.console.Event.Diagnosed;
import dev.hawser.cli.console.Event.Failed;
import dev.hawser.cli.console.Event.Here;
import dev.hawser.cli.console.Event.Lines;
import dev.hawser.cli.console.Event.Note;
import dev.hawser.cli.console.Event.Phase;
import dev.hawser.cli.console.Event.Planned;
import dev.hawser.cli.console.Event.Reachable;
import dev.hawser.cli.console.Event.Restored;
import dev.hawser.cli.console.Event.RightChecked;
import dev.hawser.cli.console.Event.Session;
import dev.hawser.cli.console.Event.Warning;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Collectors;

/// For people: results and the ready line on standard output, all else on standard error; colour
/// only on a terminal, and not where `NO_COLOR` is set.
public final class TextConsole implements Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;

  public TextConsole(PrintStream out, PrintStream err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  public static TextConsole standard() {
    return new TextConsole(
        System.out, System.err, Terminal.isInteractive() && System.getenv("NO_COLOR") == null);
  }

  @Override
  public void tell(Event event) {
    switch (event) {
      case Phase phase ->
          err.println(
              "  %s  %s  %s"
                  .formatted(
                      green("%-8s".formatted(phase.name())), phase.text(), faint(seconds(phase))));
      case Note note -> err.println("  " + faint("·") + " " + note.text());
      case Warning warning -> err.println("  " + yellow("!") + " " + warning.text());
      case Planned planned ->
          planned.lines().forEach(line -> err.println("  " + faint("plan") + "      " + line));
      case RightChecked right -> out.println(right(right));
      case Change change -> change.diff().forEach(line -> out.println(diffLine(line)));
      case Reachable service -> err.println("  " + faint("reach") + "     " + reachable(service));
      case Connected connected -> out.println("hawser: connected " + connected.target());
      case Block block -> block.lines().forEach(err::println);
      case Lines lines ->
          err.println("  " + (lines.bad() ? yellow("!") : faint("·")) + " " + lines.text());
      case Here here -> ReportText.lines(here.report()).forEach(out::println);
      case Diagnosed diagnosed -> DiagnosisText.lines(diagnosed.diagnosis()).forEach(out::println);
      case Session session -> out.println(session(session));
      case Restored restored -> restored(restored);
      case Failed failed -> {
        err.println(red("hawser: failed: ") + failed.failure().what());
        err.println("  " + failed.failure().advice());
      }
    }
  }

  private String right(RightChecked right) {
    String answer = right.allowed() ? green("yes") : right.needed() ? red("no ") : yellow("no ");
    return "%s  %s%s"
        .formatted(
            answer, right.right(), right.allowed() ? "" : faint("  (" + right.reason() + ")"));
  }

  private String diffLine(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> green(line);
      case '-' -> red(line);
      case '@' -> faint(line);
      default -> line;
    };
  }

  private static String reachable(Reachable service) {
    return "%s at %s, port %s"
        .formatted(
            service.service(),
            service.address(),
            service.ports().stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  private static String session(Session session) {
    return "%s/%s  %s  by %s  since %s (%s)  session %s  %s"
        .formatted(
            session.namespace(),
            session.workload(),
            session.container().isEmpty() ? "nothing changed" : "container " + session.container(),
            session.owner(),
            session.startedAt(),
            age(Duration.between(session.startedAt(), Instant.now())),
            session.session(),
            health(session));
  }

  private static String health(Session session) {
    return switch (session.health()) {
      case ALIVE ->
          String.format(
              Locale.ROOT,
              "heartbeat %.1f s ago",
              session.heartbeat().map(Duration::toMillis).orElse(0L) / 1000.0);
      case SILENT -> "no heartbeat is seen";
      case NO_LEASE -> "no lease";
    };
  }

  private static String age(Duration age) {
    if (age.toDays() > 0) {
      return age.toDays() + " d";
    }
    return age.toHours() > 0 ? age.toHours() + " h" : Math.max(0, age.toMinutes()) + " min";
  }

  private void restored(Restored restored) {
    out.println(
        "%s/%s  %s".formatted(restored.namespace(), restored.workload(), restored.outcome()));
    restored.foreignEdits().forEach(edit -> out.println("  left as it is: " + edit));
  }

  private static String seconds(Phase phase) {
    return String.format(Locale.ROOT, "%.1f s", phase.took().toMillis() / 1000.0);
  }

  private String green(String text) {
    return painted("32", text);
  }

  private String yellow(String text) {
    return painted("33", text);
  }

  private String red(String text) {
    return painted("31", text);
  }

  private String faint(String text) {
    return painted("2", text);
  }

  private String painted(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
