package dev.hawser.endpoint.inbound;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Finds out whether connections that are made in the cluster come to this machine: has an agent
/// make one, and sees whether one arrives. The local process is told of it as of any other, and
/// then that nothing more comes.
public final class ArrivalProbe implements StreamReceiver {
  private static final long LINGER_MS = 1_000;

  private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();

  private ArrivalProbe() {}

  /// Any thread that may block.
  ///
  /// @return whether a connection arrived within the limit
  public static boolean arrives(
      TunnelSession session, InboundStreams inbound, Destination destination, Duration limit) {
    ArrivalProbe probe = new ArrivalProbe();
    session.eventLoop().execute(() -> probe.start(session, inbound, destination));
    return probe.arrived.completeOnTimeout(false, limit.toNanos(), TimeUnit.NANOSECONDS).join();
  }

  private void start(TunnelSession session, InboundStreams inbound, Destination destination) {
    inbound.nextArrival().thenRun(() -> arrived.complete(true));
    TunnelStream stream = session.open(destination, this);
    arrived.whenComplete(
        (seen, failure) ->
            session
                .eventLoop()
                .execute(
                    () -> {
                      stream.finish();
                      session
                          .eventLoop()
                          .schedule(
                              () -> stream.reset(ResetCode.CANCELLED),
                              LINGER_MS,
                              TimeUnit.MILLISECONDS);
                    }));
  }

  @Override
  public void onData(ByteBuf data) {
    data.release(); // a server that speaks first; nobody listens, and the stream is let go of soon
  }

  @Override
  public void onFinish() {
    // the stream is let go of soon
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
