package dev.hawser.tunnel.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;

/// The way of bytes between the two channels of a link: they move when they are told to, as far as
/// they are told to. What is not taken stays in the channel that wrote it, which is then not
/// writable, as with a socket whose peer does not read.
final class Pipe {
  final Way toAgent;
  final Way toEndpoint;

  Pipe(EmbeddedChannel endpoint, EmbeddedChannel agent) {
    this.toAgent = new Way(endpoint, agent);
    this.toEndpoint = new Way(agent, endpoint);
  }

  /// What is on its way is lost, and both ends are told.
  void cut() {
    toAgent.lose();
    toEndpoint.lose();
    toAgent.from.close();
    toEndpoint.from.close();
  }

  boolean isOpen() {
    return toAgent.from.isOpen() || toAgent.to.isOpen();
  }

  /// One direction.
  static final class Way {
    private final EmbeddedChannel from;
    private final EmbeddedChannel to;
    private final Valve valve = new Valve();
    private final ArrayDeque<ByteBuf> onTheWay = new ArrayDeque<>();

    private Way(EmbeddedChannel from, EmbeddedChannel to) {
      this.from = from;
      this.to = to;
      from.pipeline().addFirst(valve);
    }

    /// @return how many bytes came to the other end, at most so many, in pieces of so many
    long carry(long most, int piece) {
      take();
      long carried = 0;
      while (carried < most && !onTheWay.isEmpty()) {
        ByteBuf head = onTheWay.peek();
        int length = (int) Math.min(Math.min(piece, head.readableBytes()), most - carried);
        carried += length;
        if (to.isOpen()) {
          to.writeOneInbound(head.readRetainedSlice(length));
        } else {
          head.skipBytes(length);
        }
        if (!head.isReadable()) {
          onTheWay.remove().release();
        }
      }
      if (carried > 0 && to.isOpen()) {
        to.flushInbound();
      }
      to.checkException();
      return carried;
    }

    /// The other end learns that this one has closed, once all that came before has arrived.
    boolean carryEnd() {
      boolean ends = !from.isOpen() && to.isOpen() && onTheWay.isEmpty();
      if (ends) {
        to.close();
      }
      return ends;
    }

    private void take() {
      valve.open();
      for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
        onTheWay.add(bytes);
      }
    }

    private void lose() {
      from.releaseOutbound();
      onTheWay.forEach(ByteBuf::release);
      onTheWay.clear();
    }
  }

  /// Lets what was written pass only when it is opened.
  static final class Valve extends ChannelOutboundHandlerAdapter {
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext context;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
      context = ctx;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
      // when it is opened
    }

    void open() {
      if (context.channel().isOpen()) {
        context.flush();
      }
    }
  }
}
