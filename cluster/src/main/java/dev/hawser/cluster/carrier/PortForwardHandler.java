package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The last handler of the carrier: below it WebSocket frames, above it the plain bytes of the
/// pipe.
///
/// Inbound, bytes that came before anybody asked for them wait for the first `read()`. Outbound,
/// what is written between two flushes is gathered into messages.
final class PortForwardHandler extends ChannelDuplexHandler {
  private static final int CLOSED_NORMALLY = 1000;

  private final FrameReader reader;
  private final FrameWriter writer;
  private final List<ByteBuf> early = new ArrayList<>();
  private final ArrayDeque<ByteBuf> unsent = new ArrayDeque<>();
  private final List<ChannelPromise> unsentPromises = new ArrayList<>();
  private int unsentBytes;
  private boolean asked;
  private boolean handedOn;
  private boolean failed;
  private @Nullable ChannelHandlerContext context;

  PortForwardHandler(IntSupplier masks) {
    this.writer = new FrameWriter(masks);
    this.reader = new FrameReader(new ChannelReader(this::onData, this::onControl));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  // Inbound

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (!asked) {
      early.add(bytes);
      return;
    }
    try {
      if (!failed) {
        reader.read(bytes);
      }
    } catch (IOException e) {
      fail(ctx, e);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (handedOn) {
      handedOn = false;
      ctx.fireChannelReadComplete();
    } else if (asked && !ctx.channel().config().isAutoRead()) {
      ctx.read(); // whoever asked has got nothing yet
    }
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    if (!asked) {
      asked = true;
      if (!early.isEmpty()) {
        early.forEach(bytes -> channelRead(ctx, bytes));
        early.clear();
        channelReadComplete(ctx);
      }
    }
    ctx.read();
  }

  private void onData(ByteBuf data) {
    handedOn = true;
    context().fireChannelRead(data);
  }

  private void onControl(byte[] payload, int code) {
    ChannelHandlerContext ctx = context();
    if (code == Opcode.PING.code() && ctx.channel().isWritable()) {
      ByteBuf body = Unpooled.wrappedBuffer(payload);
      ctx.writeAndFlush(writer.control(ctx.alloc(), Opcode.PONG, body));
    } else if (code == Opcode.CLOSE.code()) {
      closeReason(payload).ifPresentOrElse(reason -> fail(ctx, reason), ctx::close);
    }
  }

  private static Optional<IOException> closeReason(byte[] payload) {
    int code =
        payload.length < 2 ? CLOSED_NORMALLY : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    if (code == CLOSED_NORMALLY) {
      return Optional.empty();
    }
    String text = new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    return Optional.of(
        new IOException("port-forward closed with code " + code + ": " + PeerText.clean(text)));
  }

  private void fail(ChannelHandlerContext ctx, IOException cause) {
    failed = true;
    ctx.fireExceptionCaught(cause);
    ctx.close();
  }

  // Outbound

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf data = (ByteBuf) message;
    while (unsentBytes + data.readableBytes() > FrameWriter.DATA_BYTES) {
      int count = FrameWriter.DATA_BYTES - unsentBytes;
      unsent.add(data.readRetainedSlice(count));
      unsentBytes += count;
      send(ctx);
    }
    unsent.add(data);
    unsentBytes += data.readableBytes();
    unsentPromises.add(promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
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
            : writer.message(ctx.alloc(), ChannelReader.DATA, unsent, unsentBytes);
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

  // End

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    release();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    release();
  }

  private void release() {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    unsent.forEach(ReferenceCountUtil::release);
    unsent.clear();
    unsentBytes = 0;
    List<ChannelPromise> promises = List.copyOf(unsentPromises);
    unsentPromises.clear();
    promises.forEach(one -> one.tryFailure(new ClosedChannelException()));
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not in a pipeline");
  }
}
