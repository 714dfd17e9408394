package dev.hawser.cli.connect;

import dev.hawser.cli.connect.WatchedLine.Change;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Event.LineChange;
import dev.hawser.cli.report.LineReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the user what becomes of the lines to the agents: what happens to several of them within
/// [#GATHER] in one sentence, and nothing of what has passed before it could be told.
final class LineNews implements AutoCloseable {
  static final Duration GATHER = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final Set<WatchedLine> lines = ConcurrentHashMap.newKeySet();
  private final LineWords words;
  private final Later later;
  private final Console console;
  private boolean tellScheduled; // as all below, on later's thread only
  private boolean looking;
  private String toldRefusal = "";

  /// @param grace how long connections wait for a line
  LineNews(Duration grace, Later later, Console console) {
    this.words = new LineWords(grace);
    this.later = later;
    this.console = console;
  }

  WatchedLine watch(String pod, int lane) {
    WatchedLine line = new WatchedLine(pod, lane, this);
    lines.add(line);
    return line;
  }

  /// The agent does not run any more.
  void forget(WatchedLine line) {
    happened(
        () -> {
          lines.remove(line);
          if (line.isToldInTrouble()) {
            tell(LineChange.GONE, "", List.of(line));
          }
        });
  }

  /// May block.
  List<LineReport> report() {
    return lines.stream()
        .sorted(Comparator.comparing(WatchedLine::pod).thenComparing(WatchedLine::lane))
        .map(WatchedLine::report)
        .toList();
  }

  void happened(Runnable event) {
    later.in(
        Duration.ZERO,
        () -> {
          event.run();
          if (!tellScheduled) {
            tellScheduled = true;
            later.in(GATHER, this::tellAll);
          }
        });
  }

  long nowNs() {
    return later.nowNs();
  }

  private void tellAll() {
    tellScheduled = false;
    if (anyStillSilent() && !looking) {
      looking = true;
      later.in(LOOK_AGAIN, this::lookAgain);
    }
    Map<Change, List<WatchedLine>> changes = new LinkedHashMap<>();
    for (WatchedLine line : lines) {
      line.untold()
          .ifPresent(change -> changes.computeIfAbsent(change, c -> new ArrayList<>()).add(line));
    }
    changes.forEach((change, changed) -> tell(change.kind(), change.reason(), changed));
    List<String> refusals =
        lines.stream().flatMap(line -> line.untoldRefusal().stream()).distinct().toList();
    if (!refusals.isEmpty() && !refusals.getFirst().equals(toldRefusal)) {
      toldRefusal = refusals.getFirst();
      String others = refusals.size() == 1 ? "" : " (and %d more)".formatted(refusals.size() - 1);
      console.tell(new Event.Note(refusals.getFirst() + others));
    }
  }

  private void tell(LineChange change, String reason, List<WatchedLine> changed) {
    if (change == LineChange.LINKED) {
      toldRefusal = "";
    }
    console.tell(words.of(change, reason, changed, lines));
  }

  private void lookAgain() {
    looking = false;
    tellAll();
  }

  private boolean anyStillSilent() {
    boolean any = false;
    for (WatchedLine line : lines) {
      any |= line.isStillSilent();
    }
    return any;
  }

  @Override
  public void close() {
    later.close();
  }
}
