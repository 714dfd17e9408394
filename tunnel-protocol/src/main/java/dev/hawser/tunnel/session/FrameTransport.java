package dev.hawser.tunnel.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// The link below a session, as the session sees it; on the session's loop only.
public interface FrameTransport {
  ByteBufAllocator allocator();

  /// @param bytes takes
  void write(ByteBuf bytes);

  /// False while enough is queued below; [TunnelSession#flush] is called when that is over.
  boolean isWritable();

  void flush();

  /// Closes at once.
  void close();

  /// Sends no more, and closes when the peer has, or after a short time: closing with unread bytes
  /// would be a reset, and take back what was just sent.
  void closeAfterPeer();
}
