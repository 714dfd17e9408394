package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Accepts streams and notes what they tell; consumes what it reads unless told not to.
final class Recorder implements StreamAcceptor {
  final List<Peer> accepted = new ArrayList<>();
  boolean consuming = true;
  boolean confirming = true;
  @Nullable StreamAcceptor instead;

  @Override
  public void onOpen(TunnelStream stream) {
    if (instead != null) {
      instead.onOpen(stream);
      return;
    }
    Peer peer = new Peer();
    peer.stream = stream;
    stream.attach(peer);
    accepted.add(peer);
    if (confirming) {
      stream.confirm();
    }
  }

  Peer only() {
    if (accepted.size() != 1) {
      throw new AssertionError("accepted " + accepted.size() + " streams");
    }
    return accepted.getFirst();
  }

  /// One end of a stream.
  final class Peer implements StreamReceiver {
    @SuppressWarnings("NullAway.Init")
    TunnelStream stream;

    final List<String> events = new ArrayList<>();
    final List<String> datagrams = new ArrayList<>();
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    int unconsumed;

    String text() {
      return received.toString(StandardCharsets.UTF_8);
    }

    void consumeAll() {
      int bytes = unconsumed;
      unconsumed = 0;
      stream.consumed(bytes);
    }

    @Override
    public void onConfirmed() {
      events.add("confirmed");
    }

    @Override
    public void onData(ByteBuf data) {
      unconsumed += data.readableBytes();
      byte[] bytes = new byte[data.readableBytes()];
      data.readBytes(bytes);
      received.writeBytes(bytes);
      data.release();
      if (consuming) {
        consumeAll();
      }
    }

    @Override
    public void onFinish() {
      events.add("finished");
    }

    @Override
    public void onReset(ResetCode code) {
      events.add("reset " + code);
    }

    @Override
    public void onStopSending() {
      events.add("stop sending");
    }

    @Override
    public void onDatagram(ByteBuf data) {
      datagrams.add(data.toString(StandardCharsets.ISO_8859_1));
      data.release();
    }

    @Override
    public void onWritable() {
      events.add("writable");
    }
  }

  /// For the opening side.
  Peer open(TunnelSession session, dev.hawser.tunnel.frame.Destination destination) {
    Peer peer = new Peer();
    peer.stream = session.open(destination, peer);
    return peer;
  }
}
