package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down the calls it gets. DATA that comes in parts is joined, so that the record does not
/// depend on how the bytes were cut.
final class RecordingSink implements FrameSink {
  final List<String> calls = new ArrayList<>();
  private StringBuilder data = new StringBuilder();

  @Override
  public void onHello(Hello hello) {
    calls.add(hello.toString());
  }

  @Override
  public void onOpen(int streamId, Destination destination) {
    calls.add("open %d %s".formatted(streamId, destination));
  }

  @Override
  public void onOpenOk(int streamId) {
    calls.add("openOk " + streamId);
  }

  @Override
  public void onData(int streamId, ByteBuf bytes, boolean last) {
    data.append(bytes.toString(StandardCharsets.US_ASCII));
    bytes.release();
    if (last || data.length() == 3) {
      calls.add("data %d %s%s".formatted(streamId, data, last ? " last" : ""));
      data = new StringBuilder();
    }
  }

  @Override
  public void onReset(int streamId, ResetCode code, long finalOffset) {
    calls.add("reset %d %s %d".formatted(streamId, code, finalOffset));
  }

  @Override
  public void onCredit(int streamId, long limit) {
    calls.add("credit %d %d".formatted(streamId, limit));
  }

  @Override
  public void onPing(long payload) {
    calls.add("ping %x".formatted(payload));
  }

  @Override
  public void onPong(long payload) {
    calls.add("pong %x".formatted(payload));
  }

  @Override
  public void onAck(long received) {
    calls.add("ack " + received);
  }

  @Override
  public void onStopSending(int streamId, ResetCode code) {
    calls.add("stopSending %d %s".formatted(streamId, code));
  }

  @Override
  public void onDrain(int lastStreamId) {
    calls.add("drain " + lastStreamId);
  }

  @Override
  public void onDatagram(int streamId, ByteBuf data) {
    calls.add("datagram %d %s".formatted(streamId, data.toString(StandardCharsets.US_ASCII)));
    data.release();
  }

  @Override
  public void onGoaway(ErrorCode code, String reason) {
    calls.add("goaway %s %s".formatted(code, reason));
  }
}
