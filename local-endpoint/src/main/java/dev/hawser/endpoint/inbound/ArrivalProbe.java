package dev.hawser.endpoint.inbound;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Finds out whether a connection that is made in the cluster comes to this machine: has an agent
/// make one that says nothing and ends, and sees whether such a one arrives. Its silence tells it
/// from the connections of others, and whoever gets it has nothing to answer. On the event loop but
/// for [#arrives].
public final class ArrivalProbe implements StreamReceiver {
  private static final long LINGER_MS = 1_000;
  private static final long LOOK_MS = 2;

  private final EventLoop loop;
  private final List<TunnelStream> candidates = new ArrayList<>();
  private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();

  private ArrivalProbe(EventLoop loop) {
    this.loop = loop;
  }

  /// Any thread that may block.
  ///
  /// @return whether it arrived within the limit
  public static boolean arrives(
      TunnelSession session, InboundStreams inbound, Destination destination, Duration limit) {
    ArrivalProbe probe = new ArrivalProbe(session.eventLoop());
    probe.loop.execute(() -> probe.start(session, inbound, destination));
    return probe.arrived.completeOnTimeout(false, limit.toNanos(), TimeUnit.NANOSECONDS).join();
  }

  private void start(TunnelSession session, InboundStreams inbound, Destination destination) {
    Consumer<TunnelStream> watcher = candidates::add;
    inbound.watch(watcher);
    TunnelStream stream = session.open(destination, this);
    stream.finish();
    arrived.whenComplete(
        (seen, failure) -> loop.execute(() -> end(stream, () -> inbound.unwatch(watcher))));
    look();
  }

  private void end(TunnelStream stream, Runnable unwatch) {
    unwatch.run();
    loop.schedule(() -> stream.reset(ResetCode.CANCELLED), LINGER_MS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (candidates.stream().map(TunnelStream::view).anyMatch(ArrivalProbe::endedUnsaid)) {
      arrived.complete(true);
    }
    if (!arrived.isDone()) {
      loop.schedule(this::look, LOOK_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean endedUnsaid(StreamView view) {
    return view.received() == 0
        && switch (view.state()) {
          case FINISHED_THERE, ENDING -> true;
          case OPENING, OPEN, FINISHED_HERE -> false;
        };
  }

  @Override
  public void onData(ByteBuf data) {
    data.release(); // a server that speaks first; nobody listens, and the stream is let go of soon
  }

  /// Whoever got it has closed it, perhaps before its end had come here.
  @Override
  public void onFinish() {
    arrived.complete(candidates.stream().anyMatch(stream -> stream.view().received() == 0));
  }

  @Override
  public void onReset(ResetCode code) {
    arrived.complete(false);
  }

  @Override
  public void onWritable() {
    // nothing is written
  }
}
