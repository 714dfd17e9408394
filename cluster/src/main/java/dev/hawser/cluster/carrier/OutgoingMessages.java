package dev.hawser.cluster.carrier;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Gathers what is flushed in one turn of the event loop into messages, so that under load all of
/// them are full. Confined to that loop.
///
/// A message that is full is written at once but goes no further before the next flush: flushing
/// within a write would have the channel tell a change of writability to a link that is in the
/// middle of writing.
final class OutgoingMessages {
  private final Forwarding forwarding;
  private final FrameWriter writer;
  private final ArrayDeque<ByteBuf> unsent = new ArrayDeque<>();
  private final List<ChannelPromise> unsentPromises = new ArrayList<>();
  private int unsentBytes;
  private boolean restIsScheduled;
  private boolean fullMessagesToFlush;

  OutgoingMessages(Forwarding forwarding, FrameWriter writer) {
    this.forwarding = forwarding;
    this.writer = writer;
  }

  /// *Takes* the data.
  void write(ChannelHandlerContext ctx, ByteBuf data, ChannelPromise promise) {
    while (unsentBytes + data.readableBytes() > forwarding.dataBytes()) {
      int count = forwarding.dataBytes() - unsentBytes;
      unsent.add(data.readRetainedSlice(count));
      unsentBytes += count;
      send(ctx);
      fullMessagesToFlush = true;
    }
    unsent.add(data);
    unsentBytes += data.readableBytes();
    unsentPromises.add(promise);
  }

  void flush(ChannelHandlerContext ctx) {
    if (!unsentPromises.isEmpty() && !restIsScheduled) {
      restIsScheduled = true;
      ctx.executor()
          .execute(
              () -> {
                restIsScheduled = false;
                sendRest(ctx);
              });
    }
    if (fullMessagesToFlush) {
      fullMessagesToFlush = false;
      ctx.flush();
    }
  }

  /// Sends all there is, now.
  void sendRest(ChannelHandlerContext ctx) {
    if (!unsentPromises.isEmpty()) {
      send(ctx);
    }
    ctx.flush();
  }

  private void send(ChannelHandlerContext ctx) {
    List<ChannelPromise> promises = List.copyOf(unsentPromises);
    ByteBuf frame =
        unsentBytes == 0
            ? Unpooled.EMPTY_BUFFER
            : writer.message(ctx.alloc(), forwarding.prefix(unsentBytes), unsent, unsentBytes);
    unsent.forEach(ReferenceCountUtil::release);
    unsent.clear();
    unsentPromises.clear();
    unsentBytes = 0;
    if (promises.size() == 1) {
      ctx.write(frame, promises.getFirst());
      return;
    }
    ChannelFuture written = ctx.write(frame);
    if (!promises.isEmpty()) {
      written.addListener(outcome -> promises.forEach(one -> tell(one, outcome)));
    }
  }

  private static void tell(ChannelPromise promise, Future<?> outcome) {
    if (outcome.isSuccess()) {
      promise.trySuccess();
    } else {
      promise.tryFailure(outcome.cause());
    }
  }

  /// Lets go of what was not sent and fails its promises.
  void release() {
    unsent.forEach(ReferenceCountUtil::release);
    unsent.clear();
    unsentBytes = 0;
    List<ChannelPromise> promises = List.copyOf(unsentPromises);
    unsentPromises.clear();
    promises.forEach(one -> one.tryFailure(new ClosedChannelException()));
  }
}
