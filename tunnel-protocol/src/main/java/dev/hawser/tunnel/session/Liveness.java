package dev.hawser.tunnel.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells a silent link from an idle one: asks for a sign of life every [#PING_INTERVAL_MS], takes
/// any byte as one, and gives up after [#SILENCE_LIMIT_MS] without. Confined to the loop.
public final class Liveness {
  public static final long PING_INTERVAL_MS = 10_000;
  public static final long SILENCE_LIMIT_MS = 30_000;

  private final EventLoop loop;
  private final Runnable ping;
  private final Consumer<TransportException> onDead;
  private @Nullable ScheduledFuture<?> timer;
  private long lastHeardNs;

  Liveness(EventLoop loop, Runnable ping, Consumer<TransportException> onDead) {
    this.loop = loop;
    this.ping = ping;
    this.onDead = onDead;
  }

  void start() {
    onHeard();
    ping.run();
    timer =
        loop.scheduleAtFixedRate(
            this::check, PING_INTERVAL_MS, PING_INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  void onHeard() {
    lastHeardNs = loop.ticker().nanoTime();
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void check() {
    long silentMs = TimeUnit.NANOSECONDS.toMillis(loop.ticker().nanoTime() - lastHeardNs);
    if (silentMs >= SILENCE_LIMIT_MS) {
      onDead.accept(
          new TransportException("nothing heard from the other end for %d ms".formatted(silentMs)));
    } else {
      ping.run();
    }
  }
}
