package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.console.Event;
import dev.hawser.cli.report.LineReport;
import dev.hawser.tunnel.session.LineState;
import dev.hawser.tunnel.session.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineNewsTest {
  private static final LineState UP =
      new LineState.Up(Duration.ofMillis(200), Duration.ofNanos(800_000));

  private final ManualLater later = new ManualLater();
  private final List<String> told = new ArrayList<>();
  private final LineNews news = new LineNews(Duration.ofMinutes(5), later, this::hear);
  private LineState state = UP;

  private void hear(Event event) {
    switch (event) {
      case Event.Lines lines -> told.add((lines.bad() ? "! " : "") + lines.text());
      case Event.Note note -> told.add(note.text());
      default -> throw new AssertionError(event);
    }
  }

  private WatchedLine linked(String pod, int lane) {
    WatchedLine line = news.watch(pod, lane);
    line.onLinked(() -> state);
    pass(1000);
    return line;
  }

  private void pass(long milliseconds) {
    later.pass(Duration.ofMillis(milliseconds));
  }

  private List<String> told() {
    List<String> all = List.copyOf(told);
    told.clear();
    return all;
  }

  private static TransportException reset() {
    return new TransportException("Connection reset");
  }

  @Test
  void theFirstLinkIsNoNews() {
    linked("a", 0);
    assertThat(told()).isEmpty();
  }

  @Test
  void aBreakAndItsEndAreASentenceEach() {
    WatchedLine line = linked("a", 0);
    line.onDown(reset());
    pass(2000);
    assertThat(told())
        .containsExactly(
            "! the line to pod a broke: Connection reset; connections wait up to 5 min");
    line.onResumed(Duration.ofSeconds(2));
    pass(1000);
    assertThat(told())
        .containsExactly("the line to pod a is back after 2.0 s; no connection was lost");
  }

  @Test
  void aBreakThatIsOverAtOnceIsOneSentence() {
    WatchedLine line = linked("a", 0);
    line.onDown(reset());
    pass(200);
    line.onResumed(Duration.ofMillis(200));
    pass(5000);
    assertThat(told())
        .containsExactly(
            "the line to pod a broke (Connection reset) and is back after 0.2 s;"
                + " no connection was lost");
  }

  @Test
  void whatHappensToSeveralAtOnceIsOneSentence() {
    List<WatchedLine> lines =
        List.of(linked("a", 0), linked("b", 0), linked("c", 0), linked("d", 0));
    lines.forEach(line -> line.onDown(reset()));
    pass(1000);
    lines.forEach(line -> line.onResumed(Duration.ofSeconds(1)));
    pass(1000);
    assertThat(told())
        .containsExactly(
            "! the lines to pods a, b, c and 1 more broke: Connection reset;"
                + " connections wait up to 5 min",
            "the lines to pods a, b, c and 1 more are back after 1.0 s; no connection was lost");
  }

  @Test
  void ofSeveralLinksToAPodTheBrokenOnesAreCounted() {
    WatchedLine first = linked("a", 0);
    linked("a", 1);
    first.onDown(reset());
    pass(1000);
    assertThat(told())
        .containsExactly(
            "! 1 of 2 links to pod a broke: Connection reset; connections wait up to 5 min");
  }

  @Test
  void severalLinksToAPodThatAreRefusedForOneReasonTellItOnce() {
    List<WatchedLine> lines = List.of(linked("a", 0), linked("a", 1));
    lines.forEach(line -> line.onReset("no link within 5 s"));
    for (WatchedLine line : lines) {
      line.onRefused("no link to a: forbidden");
      line.onRefused("no link to a: forbidden");
      pass(2000);
    }
    assertThat(told())
        .containsExactly(
            "! connections through pod a were reset: no link within 5 s; linking anew",
            "no link to a: forbidden");
  }

  @Test
  void allLinksToAPodAreAll() {
    List.of(linked("a", 0), linked("a", 1)).forEach(line -> line.onDown(reset()));
    pass(1000);
    assertThat(told())
        .containsExactly(
            "! all 2 links to pod a broke: Connection reset; connections wait up to 5 min");
  }

  @Test
  void silenceIsToldWithItsLengthAndSoIsItsEndThoughNobodyReportsIt() {
    WatchedLine line = linked("a", 0);
    state = new LineState.Suspected(Duration.ofMillis(3500));
    line.onSuspected();
    pass(1000);
    assertThat(told())
        .containsExactly(
            "! the line to pod a has been silent for 4.5 s; another link is tried beside");
    pass(10_000);
    assertThat(told()).isEmpty();
    state = UP;
    pass(3000);
    assertThat(told())
        .singleElement()
        .asString()
        .matches("the line to pod a is heard again after 1[4-7]\\.\\d s; no connection was lost");
  }

  @Test
  void aSuspicionThatIsGoneWhenItIsLookedAtIsNoNews() {
    linked("a", 0).onSuspected();
    pass(5000);
    assertThat(told()).isEmpty();
  }

  @Test
  void afterTheGraceItIsToldWhatWasLostAndWhenThereIsALinkAgain() {
    WatchedLine line = linked("a", 0);
    line.onDown(reset());
    pass(1000);
    told();
    line.onReset("no link within 5 s");
    pass(1000);
    line.onRefused("no link to a: refused");
    line.onRefused("no link to a: refused");
    pass(1000);
    line.onRefused("no link to a: Connection refused");
    pass(1000);
    line.onLinked(() -> state);
    pass(1000);
    assertThat(told())
        .containsExactly(
            "! connections through pod a were reset: no link within 5 s; linking anew",
            "no link to a: refused",
            "pod a is linked; new connections pass");
  }

  @Test
  void oneRefusalIsNoNewsForItMayBeThePodsOwnEnd() {
    WatchedLine line = news.watch("a", 0);
    line.onRefused("no link to a: refused");
    pass(5000);
    news.forget(line);
    pass(1000);
    assertThat(told()).isEmpty();
  }

  @Test
  void aPodThatGoesWhileItsLineIsDownIsNoTrouble() {
    WatchedLine line = linked("a", 0);
    line.onDown(reset());
    pass(1000);
    told();
    news.forget(line);
    pass(1000);
    assertThat(told()).containsExactly("pod a is gone, and connections through it ended");
  }

  @Test
  void aPodThatGoesBeforeItsBrokenLineWasToldIsNoNews() {
    WatchedLine line = linked("a", 0);
    line.onDown(reset());
    pass(500);
    news.forget(line);
    pass(5000);
    assertThat(told()).isEmpty();
  }

  @Test
  void reportsAreMadeFromEvidence() {
    linked("b", 0);
    news.watch("a", 1).onRefused("no link to a: refused");
    state = new LineState.Down(Duration.ofSeconds(7), "Connection reset");
    assertThat(news.report())
        .containsExactly(
            new LineReport("a", 1, LineReport.State.UNLINKED, 0, 0, 0, "no link to a: refused"),
            new LineReport("b", 0, LineReport.State.DOWN, 0, 0, 7000, "Connection reset"));
    state = UP;
    assertThat(news.report())
        .contains(new LineReport("b", 0, LineReport.State.UP, 200, 800, 0, ""));
  }
}
