package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.TroubleReport;
import dev.hawser.endpoint.FailedStream;
import dev.hawser.endpoint.failure.Failure;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// A session's console that remembers the last things which went wrong, for who asks later.
final class Troubles implements Console {
  private static final int REMEMBERED = 20;

  private final Console console;
  private final Deque<TroubleReport> last = new ArrayDeque<>();

  Troubles(Console console) {
    this.console = console;
  }

  @Override
  public void tell(Event event) {
    switch (event) {
      case Event.Warning(String text) -> remember(text, "");
      case Event.Failed(Failure failure) -> onFailure(failure);
      case Event.Lines lines when lines.bad() ->
          remember(lines.text(), TroubleMeaning.of(lines.change()));
      default -> {} // no trouble
    }
    console.tell(event);
  }

  /// Remembers what somebody else tells, later.
  void onFailure(Failure failure) {
    remember(failure.what(), failure.advice());
  }

  private synchronized void remember(String what, String meaning) {
    if (last.size() == REMEMBERED) {
      last.removeFirst();
    }
    last.addLast(new TroubleReport(Instant.now().toString(), what, meaning));
  }

  /// What was remembered, with the connections that failed; oldest first.
  synchronized List<TroubleReport> with(List<FailedStream> failed) {
    return Stream.concat(last.stream(), failed.stream().map(Troubles::report))
        .sorted(Comparator.comparing(trouble -> Instant.parse(trouble.at())))
        .toList();
  }

  private static TroubleReport report(FailedStream failed) {
    return new TroubleReport(
        failed.at().toString(),
        "connection %s, %s to %s: %s"
            .formatted(
                failed.stream().name(),
                failed.stream().direction(),
                failed.stream().target(),
                TroubleMeaning.word(failed.code())),
        TroubleMeaning.of(failed));
  }
}
