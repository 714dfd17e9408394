package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Brings each frame of the peer to the stream or the session that it is for. A frame for a stream
/// that is over is no fault: the two ends learn of it at different times. Confined to the session's
/// loop.
final class IncomingFrames implements FrameSink {
  private final TunnelSession session;
  private final Role role;
  private final Streams streams;
  private final List<TunnelStream> inBurst = new ArrayList<>();

  IncomingFrames(TunnelSession session, Role role, Streams streams) {
    this.session = session;
    this.role = role;
    this.streams = streams;
  }

  void endBurst() {
    for (int i = 0; i < inBurst.size(); i++) {
      inBurst.get(i).endBurst();
    }
    inBurst.clear();
  }

  @Override
  public void onHello(Hello hello) {
    session.establish(hello);
  }

  @Override
  public void onOpen(int streamId, Destination destination) {
    session.requireHello();
    streams.acceptId(streamId);
    session.accept(streamId, destination);
  }

  @Override
  public void onOpenOk(int streamId) {
    session.requireHello();
    if (!role.opens(streamId)) {
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
      session.requireHello();
      stream = streams.find(streamId);
      session.onReceived(bytes);
    } catch (ProtocolException e) {
      data.release();
      throw e;
    }
    if (stream == null) { // it was reset here while these bytes were on their way
      data.release();
      session.consumed(bytes);
      return;
    }
    session.observer().onBytes(role.peer(), stream.destination().protocol(), bytes);
    if (stream.enterBurst()) {
      inBurst.add(stream);
    }
    stream.onData(data, last);
  }

  @Override
  public void onReset(int streamId, ResetCode code, long finalOffset) {
    session.requireHello();
    TunnelStream stream = streams.find(streamId);
    if (stream != null) {
      stream.onReset(code, finalOffset);
    }
  }

  @Override
  public void onCredit(int streamId, long limit) {
    session.requireHello();
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
  public void onPing(long payload) {
    session.requireHello();
    session.sendPong(payload);
  }

  @Override
  public void onPong(long payload) {
    session.requireHello();
    session.onPong(payload);
  }

  @Override
  public void onGoaway(ErrorCode code, String reason) {
    session.onGoaway(code, reason);
  }
}
