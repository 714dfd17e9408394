package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;

/// What a stream tells the one that uses it; every call is on the session's loop.
public interface StreamReceiver {
  /// The far end reached the destination. Told to the stream's opener only.
  default void onConfirmed() {}

  /// @param data takes; when its bytes have been written onward, tell [TunnelStream#consumed]
  void onData(ByteBuf data);

  /// What the link had to give for now has been handed on: the moment to flush.
  default void onBurstEnd() {}

  /// The peer sends no more.
  void onFinish();

  /// The peer throws away what is written from now on; the stream sends its end by itself.
  default void onStopSending() {}

  /// @param data takes; one datagram. Only on streams of datagrams.
  default void onDatagram(ByteBuf data) {
    data.release();
  }

  /// The stream is over in both directions. Nothing is called after it.
  void onReset(ResetCode code);

  /// The stream takes more again after [TunnelStream#isWritable] was false.
  void onWritable();
}
