package dev.hawser.tunnel.frame;

import io.netty.buffer.ByteBuf;

/// Takes frames as they are read. Each method may throw [ProtocolException] to end the session.
public interface FrameSink {
  void onHello(Hello hello);

  /// @param streamId of a stream that the peer opens
  void onOpen(int streamId, Destination destination);

  void onOpenOk(int streamId);

  /// Part of a DATA frame: a frame's bytes are handed on as they arrive.
  ///
  /// @param data takes; may be empty
  /// @param last whether these are the last bytes that the peer sends on the stream
  void onData(int streamId, ByteBuf data, boolean last);

  /// @param finalOffset how many bytes the peer sent on the stream
  void onReset(int streamId, ResetCode code, long finalOffset);

  /// @param limit how many bytes may be sent in all, on the stream or (stream 0) in the session
  void onCredit(int streamId, long limit);

  void onPing(long payload);

  void onPong(long payload);

  /// @param received how many bytes of resumable frames the peer has received
  void onAck(long received);

  void onStopSending(int streamId, ResetCode code);

  /// @param lastStreamId the last stream that the peer still took
  void onDrain(int lastStreamId);

  /// @param data takes; one whole datagram
  void onDatagram(int streamId, ByteBuf data);

  /// @param reason the peer's words, bounded and without control characters
  void onGoaway(ErrorCode code, String reason);
}
