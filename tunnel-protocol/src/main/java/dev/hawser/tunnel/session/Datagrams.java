package dev.hawser.tunnel.session;

import dev.hawser.tunnel.frame.FrameHeader;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/// Datagrams that wait for the link: few, the oldest is dropped for the newest, as a full queue in
/// a network does. Confined to the session's loop.
final class Datagrams {
  static final int MOST_BYTES = 256 * 1024;

  private final TunnelObserver observer;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int bytes;

  private record Waiting(TunnelStream stream, ByteBuf data) {}

  Datagrams(TunnelObserver observer) {
    this.observer = observer;
  }

  /// @param data takes
  void add(TunnelStream stream, ByteBuf data) {
    bytes += data.readableBytes();
    waiting.add(new Waiting(stream, data));
    while (bytes > MOST_BYTES) {
      take().data.release();
      observer.onDatagramDropped();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /// Writes the oldest; there must be one.
  void writeNext(Line line, ByteBufAllocator allocator) {
    Waiting next = take();
    if (next.stream.isClosed()) {
      next.data.release();
      return;
    }
    ByteBuf header = allocator.directBuffer(FrameHeader.BYTES);
    FrameWriter.datagramHeader(header, next.stream.id(), next.data.readableBytes());
    line.sendOnce(header);
    line.sendOnce(next.data);
  }

  private Waiting take() {
    Waiting first = waiting.remove();
    bytes -= first.data.readableBytes();
    return first;
  }

  void release() {
    waiting.forEach(datagram -> datagram.data.release());
    waiting.clear();
    bytes = 0;
  }
}
