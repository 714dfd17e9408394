package dev.hawser.tunnel.session;

import static java.util.Objects.requireNonNull;

import dev.hawser.tunnel.flow.Budget;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings each frame of the peer to the stream, the line or the session that it is for. A frame for
/// a stream that is over is no fault: the two ends learn of it at different times. Confined to the
/// session's loop.
final class IncomingFrames implements FrameSink {
  private final TunnelSession session;
  private final Streams streams;
  private final Budget resets;
  private final Budget updates;
  private final Budget pings;
  private final Budget emptyFrames;
  private final List<TunnelStream> inBurst = new ArrayList<>();
  private @Nullable Line line;

  IncomingFrames(TunnelSession session, Streams streams) {
    this.session = session;
    this.streams = streams;
    this.resets = Allowance.RESETS.budget(session::nowNs);
    this.updates = Allowance.UPDATES.budget(session::nowNs);
    this.pings = Allowance.PINGS.budget(session::nowNs);
    this.emptyFrames = Allowance.EMPTY_FRAMES.budget(session::nowNs);
  }

  /// The line reads for this; call once, before anything is read.
  void bind(Line read) {
    line = read;
  }

  private Line line() {
    return requireNonNull(line);
  }

  void endBurst() {
    for (int i = 0; i < inBurst.size(); i++) {
      inBurst.get(i).endBurst();
    }
    inBurst.clear();
  }

  @Override
  public void onHello(Hello hello) {
    throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO twice");
  }

  @Override
  public void onOpen(int streamId, Destination destination) {
    if (streams.acceptId(streamId)) {
      session.accept(streamId, destination);
    }
  }

  @Override
  public void onOpenOk(int streamId) {
    if (!session.role().opens(streamId)) {
      throw new ProtocolException(
          ErrorCode.PROTOCOL, "OPEN_OK for the sender's own stream " + streamId);
    }
    TunnelStream stream = streams.find(streamId);
    if (stream != null) {
      stream.onConfirmed();
    }
  }

  @Override
  public void onData(int streamId, ByteBuf data, boolean last) {
    TunnelStream stream;
    int bytes = data.readableBytes();
    try {
      stream = streams.find(streamId);
      session.onReceived(bytes);
      if (bytes == 0 && !last) {
        emptyFrames.spend();
      }
    } catch (ProtocolException e) {
      data.release();
      throw e;
    }
    if (stream == null) { // it was reset here while these bytes were on their way
      data.release();
      session.consumed(bytes);
      return;
    }
    session.observer().onBytes(session.role().peer(), stream.destination().protocol(), bytes);
    if (stream.enterBurst()) {
      inBurst.add(stream);
    }
    stream.onData(data, last);
  }

  @Override
  public void onReset(int streamId, ResetCode code, long finalOffset) {
    resets.spend();
    TunnelStream stream = streams.find(streamId);
    if (stream != null) {
      stream.onReset(code, finalOffset);
    }
  }

  @Override
  public void onCredit(int streamId, long limit) {
    updates.spend();
    if (streamId == 0) {
      session.onCredit(limit);
      return;
    }
    TunnelStream stream = streams.find(streamId);
    if (stream != null) {
      stream.onCredit(limit);
    }
  }

  @Override
  public void onStopSending(int streamId, ResetCode code) {
    resets.spend();
    TunnelStream stream = streams.find(streamId);
    if (stream != null) {
      stream.onStopSending();
    }
  }

  @Override
  public void onDatagram(int streamId, ByteBuf data) {
    TunnelStream stream;
    try {
      stream = streams.find(streamId);
    } catch (ProtocolException e) {
      data.release();
      throw e;
    }
    if (stream == null) {
      data.release();
    } else {
      session
          .observer()
          .onBytes(session.role().peer(), stream.destination().protocol(), data.readableBytes());
      stream.onDatagram(data);
    }
  }

  @Override
  public void onAck(long received) {
    updates.spend();
    line().onAck(received);
  }

  @Override
  public void onPing(long payload) {
    pings.spend();
    line().onPing(payload);
  }

  @Override
  public void onPong(long payload) {
    session.onPong(payload);
  }

  @Override
  public void onDrain(int lastStreamId) {
    session.onDrain(lastStreamId);
  }

  @Override
  public void onGoaway(ErrorCode code, String reason) {
    session.onGoaway(code, reason);
  }
}
