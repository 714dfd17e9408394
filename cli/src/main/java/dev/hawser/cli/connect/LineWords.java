package dev.hawser.cli.connect;

import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Event.LineChange;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// What became of lines, in one sentence.
///
/// @param grace how long connections wait for a line
record LineWords(Duration grace) {
  private static final int NAMED = 3;

  /// @param lines of which it is told
  /// @param all that there are
  Event of(LineChange change, String reason, List<WatchedLine> lines, Collection<WatchedLine> all) {
    List<String> pods = lines.stream().map(WatchedLine::pod).distinct().sorted().toList();
    boolean one = lines.size() == 1;
    String subject = subject(lines, pods, all);
    String agents = (pods.size() == 1 ? "pod " : "pods ") + names(pods);
    String lasted = seconds(lines);
    String text =
        switch (change) {
          case SILENT ->
              "%s %s been silent for %s; another link is tried beside"
                  .formatted(subject, one ? "has" : "have", lasted);
          case HEARD ->
              "%s %s heard again after %s; no connection was lost"
                  .formatted(subject, one ? "is" : "are", lasted);
          case BROKEN ->
              "%s broke: %s; connections wait up to %s".formatted(subject, reason, spelled(grace));
          case BACK ->
              "%s %s back after %s; no connection was lost"
                  .formatted(subject, one ? "is" : "are", lasted);
          case BLINKED ->
              "%s broke (%s) and %s back after %s; no connection was lost"
                  .formatted(subject, reason, one ? "is" : "are", lasted);
          case RESET ->
              "connections through %s were reset: %s; linking anew".formatted(agents, reason);
          case LINKED ->
              "%s %s linked; new connections pass"
                  .formatted(agents, pods.size() == 1 ? "is" : "are");
          case GONE ->
              "%s %s gone, and connections through it ended"
                  .formatted(agents, pods.size() == 1 ? "is" : "are");
        };
    return new Event.Lines(change, pods, text, isBad(change));
  }

  private static boolean isBad(LineChange change) {
    return switch (change) {
      case SILENT, BROKEN, RESET -> true;
      case HEARD, BACK, BLINKED, LINKED, GONE -> false;
    };
  }

  private static String subject(
      List<WatchedLine> lines, List<String> pods, Collection<WatchedLine> all) {
    String agents = (pods.size() == 1 ? "pod " : "pods ") + names(pods);
    long there = all.stream().filter(line -> pods.contains(line.pod())).count();
    if (there <= pods.size()) { // one each
      return (lines.size() == 1 ? "the line to " : "the lines to ") + agents;
    }
    String share = lines.size() == there ? "all" : lines.size() + " of";
    return "%s %d links to %s".formatted(share, there, agents);
  }

  private static String names(List<String> pods) {
    return pods.size() <= NAMED
        ? String.join(", ", pods)
        : "%s and %d more"
            .formatted(String.join(", ", pods.subList(0, NAMED)), pods.size() - NAMED);
  }

  private static String seconds(List<WatchedLine> lines) {
    long longestMs = lines.stream().mapToLong(line -> line.trouble().toMillis()).max().orElse(0);
    return String.format(Locale.ROOT, "%.1f s", longestMs / 1000.0);
  }

  private static String spelled(Duration time) {
    return time.toSecondsPart() == 0 && time.toMinutes() > 0
        ? time.toMinutes() + " min"
        : time.toSeconds() + " s";
  }
}
