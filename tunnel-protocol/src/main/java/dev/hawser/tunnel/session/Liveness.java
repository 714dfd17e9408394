package dev.hawser.tunnel.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells a dead link from an idle one, while there is a link: asks for a sign of life every
/// [#PING_INTERVAL_MS], or sooner when something stays unacknowledged, takes any byte as one,
/// suspects the link when an answer is owed for [#SUSPECT_AFTER_MS], and gives it up after
/// [#SILENCE_LIMIT_MS] of silence.
///
/// A machine that slept suspects its link at once: its monotonic clock stood still, the wall's did
/// not.
///
/// Confined to the loop.
public final class Liveness {
  public static final long PING_INTERVAL_MS = 10_000;
  public static final long SUSPECT_AFTER_MS = 3_000;
  public static final long SILENCE_LIMIT_MS = 30_000;
  private static final long TICK_MS = 1_000;
  private static final long SLEPT_MS = 5_000;

  private final EventLoop loop;
  private final InstantSource wall;
  private final Line line;
  private final Listener listener;
  private @Nullable ScheduledFuture<?> timer;
  private long tickedAtNs;
  private long tickedAtWallMs;
  private boolean suspected;

  /// What the link's end is told.
  interface Listener {
    /// The link may be dead.
    void onSuspected();

    void onDead(TransportException cause);

    /// A second has passed with the link up.
    void onTick();
  }

  Liveness(EventLoop loop, InstantSource wall, Line line, Listener listener) {
    this.loop = loop;
    this.wall = wall;
    this.line = line;
    this.listener = listener;
  }

  /// A link is there; it may be another than before.
  void start() {
    stop();
    remember();
    timer = loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  void stop() {
    suspected = false;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  boolean isSuspected() {
    return suspected && line.owesAnswer(0);
  }

  private void tick() {
    boolean slept = slept();
    remember();
    long silentMs = TimeUnit.NANOSECONDS.toMillis(line.silentNs());
    if (silentMs >= SILENCE_LIMIT_MS) {
      stop();
      listener.onDead(
          new TransportException("nothing heard from the other end for %d ms".formatted(silentMs)));
      return;
    }
    boolean impatient = slept || (silentMs >= TICK_MS && line.isUnacknowledged());
    boolean regular = line.sinceLastPingNs() >= TimeUnit.MILLISECONDS.toNanos(PING_INTERVAL_MS);
    if (impatient || regular) {
      line.ping();
    }
    boolean silent =
        silentMs >= SUSPECT_AFTER_MS
            && line.owesAnswer(TimeUnit.MILLISECONDS.toNanos(SUSPECT_AFTER_MS));
    if (slept || silent) {
      suspected = true;
      listener.onSuspected();
    } else if (!line.owesAnswer(0)) {
      suspected = false;
    }
    listener.onTick();
  }

  private boolean slept() {
    long tickedMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime() - tickedAtNs);
    return wall.millis() - tickedAtWallMs - tickedMs >= SLEPT_MS;
  }

  private void remember() {
    tickedAtNs = loop.ticker().nanoTime();
    tickedAtWallMs = wall.millis();
  }
}
