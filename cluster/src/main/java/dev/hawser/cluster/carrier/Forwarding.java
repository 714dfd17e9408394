package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;

/// What a [ForwardProtocol] puts between the messages of a WebSocket and the bytes of a pipe: takes
/// the messages' payload, tells a [Pipe] what it finds there, and says what stands before data that
/// is sent. Confined to one event loop.
interface Forwarding extends FrameReader.Sink {

  /// Where what was found goes.
  interface Pipe {
    /// The far side takes data from now on.
    void onOpen();

    /// *Takes* bytes of the pipe.
    void onData(ByteBuf data);

    /// The far side sends no more.
    void onEnd();

    /// *Takes* the payload of a message that has to be sent back.
    void onAnswer(ByteBuf payload);

    /// A whole control frame of the WebSocket.
    void onControl(Opcode opcode, byte[] payload);
  }

  /// The payload of the message that comes before all others; empty if none is needed. The caller
  /// releases it.
  ByteBuf opening();

  /// The most data that one message takes.
  int dataBytes();

  /// What stands before so much data in a message. Valid until the next call.
  byte[] prefix(int dataBytes);
}
