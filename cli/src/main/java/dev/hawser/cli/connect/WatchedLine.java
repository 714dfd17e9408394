package dev.hawser.cli.connect;

import dev.hawser.cli.console.Event.LineChange;
import dev.hawser.cli.report.LineReport;
import dev.hawser.tunnel.session.LineListener;
import dev.hawser.tunnel.session.LineState;
import dev.hawser.tunnel.session.TransportException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One line to one agent: how it is, and what of that the user has been told.
///
/// ```
///               linked         suspected          lost
///  UNLINKED ──► FINE ──────────► SILENT ────────► BROKEN ──grace over──► RESET
///    ▲           ▲ ◄── heard ──────┘                │                      │
///  closed        └──────────── resumed, linked ─────┴──────────────────────┘
/// ```
///
/// What happens may be told on any thread; the state changes on that of [LineNews] alone.
final class WatchedLine implements LineListener {
  private enum Condition {
    UNLINKED,
    FINE,
    SILENT,
    BROKEN,
    RESET
  }

  /// @param reason empty where there is none
  record Change(LineChange kind, String reason) {}

  private final String pod;
  private final int lane;
  private final LineNews news;
  private Condition now = Condition.UNLINKED;
  private Condition told = Condition.UNLINKED;
  private String reason = "";
  private String toldRefusal = "";
  private boolean blinked;
  private int refusals;
  private long troubleSinceNs;
  private Duration trouble = Duration.ZERO;
  private volatile @Nullable Supplier<LineState> evidence;
  private volatile String refusal = "";

  WatchedLine(String pod, int lane, LineNews news) {
    this.pod = pod;
    this.lane = lane;
    this.news = news;
  }

  String pod() {
    return pod;
  }

  int lane() {
    return lane;
  }

  /// May block.
  LineReport report() {
    Supplier<LineState> asked = evidence;
    return asked == null
        ? LineReport.unlinked(pod, lane, refusal)
        : LineReport.of(pod, lane, asked.get());
  }

  // ---- what happens

  /// @param state how the line is, whenever it is asked; may block
  void onLinked(Supplier<LineState> state) {
    evidence = state;
    refusal = "";
    news.happened(() -> become(Condition.FINE, ""));
  }

  /// A try to link failed.
  void onRefused(String why) {
    refusal = why;
    news.happened(() -> refusals++);
  }

  /// The agent ended it in an orderly way.
  void onClosed() {
    evidence = null;
    news.happened(() -> become(Condition.UNLINKED, ""));
  }

  /// Its connections were reset.
  void onReset(String why) {
    evidence = null;
    news.happened(() -> become(Condition.RESET, why));
  }

  @Override
  public void onSuspected() {
    news.happened(this::suspect);
  }

  @Override
  public void onDown(TransportException cause) {
    news.happened(() -> become(Condition.BROKEN, String.valueOf(cause.getMessage())));
  }

  @Override
  public void onResumed(Duration down) {
    news.happened(
        () -> {
          blinked = now == Condition.BROKEN && told == Condition.FINE;
          become(Condition.FINE, reason);
        });
  }

  // ---- on the thread of the news

  private void become(Condition next, String why) {
    if (next == Condition.FINE) {
      trouble = Duration.ofNanos(news.nowNs() - troubleSinceNs);
      refusals = 0;
    } else if (now == Condition.FINE) {
      troubleSinceNs = news.nowNs();
    }
    now = next;
    reason = why;
  }

  private void suspect() {
    Supplier<LineState> asked = evidence;
    if (now == Condition.FINE
        && asked != null
        && asked.get() instanceof LineState.Suspected(Duration silent)) {
      become(Condition.SILENT, "");
      troubleSinceNs -= silent.toNanos();
    }
  }

  /// Asks a line that was silent again, for nobody tells when it is heard. May block.
  ///
  /// @return whether it is still silent
  boolean isStillSilent() {
    Supplier<LineState> asked = evidence;
    if (now == Condition.SILENT && asked != null && asked.get() instanceof LineState.Up) {
      become(Condition.FINE, "");
    }
    return now == Condition.SILENT;
  }

  boolean isToldInTrouble() {
    return switch (told) {
      case UNLINKED, FINE -> false;
      case SILENT, BROKEN, RESET -> true;
    };
  }

  /// How long it has not been fine; when it is, how long it was not.
  Duration trouble() {
    return now == Condition.FINE ? trouble : Duration.ofNanos(news.nowNs() - troubleSinceNs);
  }

  /// What the user does not know yet; it counts as told from then on.
  Optional<Change> untold() {
    Condition before = told;
    boolean blink = blinked;
    told = now;
    blinked = false;
    if (before == now && !blink) {
      return Optional.empty();
    }
    return switch (now) {
      case UNLINKED -> Optional.empty();
      case FINE -> recovery(before, blink).map(kind -> new Change(kind, blink ? reason : ""));
      case SILENT -> Optional.of(new Change(LineChange.SILENT, ""));
      case BROKEN -> Optional.of(new Change(LineChange.BROKEN, reason));
      case RESET -> Optional.of(new Change(LineChange.RESET, reason));
    };
  }

  private Optional<LineChange> recovery(Condition before, boolean blink) {
    boolean hadTrouble = !toldRefusal.isEmpty();
    toldRefusal = "";
    return switch (before) {
      case UNLINKED -> hadTrouble ? Optional.of(LineChange.LINKED) : Optional.empty();
      case FINE -> blink ? Optional.of(LineChange.BLINKED) : Optional.empty();
      case SILENT -> Optional.of(LineChange.HEARD);
      case BROKEN -> Optional.of(LineChange.BACK);
      case RESET -> Optional.of(LineChange.LINKED);
    };
  }

  /// Why there is no link, if the user does not know it yet. One refusal is no news, for it may be
  /// the pod's own end; and one reason is enough after a reset, which said why already.
  Optional<String> untoldRefusal() {
    boolean news =
        switch (now) {
          case UNLINKED -> refusals > 1 && !refusal.equals(toldRefusal);
          case RESET -> refusals > 1 && toldRefusal.isEmpty();
          case FINE, SILENT, BROKEN -> false;
        };
    if (!news) {
      return Optional.empty();
    }
    toldRefusal = refusal;
    return Optional.of(refusal);
  }
}
