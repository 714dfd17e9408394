package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The last handler of the carrier: below it WebSocket frames, above it the plain bytes of the
/// pipe.
/// ```
///  OPENING ──far side is ready──► promise kept ──first read()──► asked ──end, failure──► closed
///     └──failure──► promise broken, closed
/// ```
/// Inbound, what comes before the first `read()` waits for it. Outbound, what is flushed in one
/// turn of the event loop is gathered into messages, so that under load all of them are full.
final class PortForwardHandler extends ChannelDuplexHandler {
  private static final int CLOSED_NORMALLY = 1000;

  private final Promise<Channel> opened;
  private final FrameReader reader;
  private final FrameWriter writer;
  private final Forwarding forwarding;
  private final OutgoingMessages outgoing;
  private final List<ByteBuf> early = new ArrayList<>();
  private boolean ready;
  private boolean asked;
  private boolean handedOn;
  private @Nullable IOException failure;
  private @Nullable ChannelHandlerContext context;

  /// @param opened kept with the channel once the far side takes data; then nothing is read before
  ///     somebody asks
  PortForwardHandler(
      ForwardProtocol protocol, int port, IntSupplier masks, Promise<Channel> opened) {
    this.opened = opened;
    this.writer = new FrameWriter(masks);
    this.forwarding = protocol.forwarding(port, new Inbound());
    this.reader = new FrameReader(forwarding);
    this.outgoing = new OutgoingMessages(forwarding, writer);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  /// Begins, on the event loop, once bytes can be written.
  void open() {
    ChannelHandlerContext ctx = context();
    ByteBuf opening = forwarding.opening();
    if (opening.isReadable()) {
      sendMessage(opening);
    }
    tellReady(ctx);
  }

  private void tellReady(ChannelHandlerContext ctx) {
    if (opened.isDone()) {
      return;
    }
    if (failure != null) {
      opened.tryFailure(failure);
      ctx.close();
    } else if (ready) {
      opened.trySuccess(ctx.channel());
    } else {
      ctx.read();
    }
  }

  // Inbound

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (failure == null) {
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
    tellReady(ctx);
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
      boolean any = !early.isEmpty();
      early.forEach(ctx::fireChannelRead);
      early.clear();
      if (any) {
        ctx.fireChannelReadComplete();
      }
      if (failure != null) {
        tell(ctx, failure);
      }
    }
    ctx.read();
  }

  private void fail(ChannelHandlerContext ctx, IOException cause) {
    failure = cause;
    if (asked) {
      tell(ctx, cause);
    }
  }

  private static void tell(ChannelHandlerContext ctx, IOException cause) {
    ctx.fireExceptionCaught(cause);
    ctx.close();
  }

  private final class Inbound implements Forwarding.Pipe {

    @Override
    public void onOpen() {
      ready = true;
    }

    @Override
    public void onData(ByteBuf data) {
      if (asked) {
        handedOn = true;
        context().fireChannelRead(data);
      } else {
        early.add(data);
      }
    }

    @Override
    public void onEnd() {
      context().close();
    }

    @Override
    public void onAnswer(ByteBuf payload) {
      if (context().channel().isWritable()) {
        sendMessage(payload);
      } else {
        payload.release();
      }
    }

    @Override
    public void onControl(Opcode opcode, byte[] payload) {
      ChannelHandlerContext ctx = context();
      if (opcode == Opcode.PING && ctx.channel().isWritable()) {
        ByteBuf body = Unpooled.wrappedBuffer(payload);
        ctx.writeAndFlush(writer.frame(ctx.alloc(), Opcode.PONG, body));
      } else if (opcode == Opcode.CLOSE) {
        closeReason(payload).ifPresentOrElse(reason -> fail(ctx, reason), ctx::close);
      }
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

  // Outbound

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    outgoing.write(ctx, (ByteBuf) message, promise);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    outgoing.flush(ctx);
  }

  /// In a turn of its own: a flush within the link's own writing must not call the link.
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.executor().execute(ctx::fireChannelWritabilityChanged);
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    outgoing.sendRest(ctx);
    ctx.close(promise);
  }

  /// *Takes* the payload of a message.
  private void sendMessage(ByteBuf payload) {
    ChannelHandlerContext ctx = context();
    ctx.writeAndFlush(writer.frame(ctx.alloc(), Opcode.BINARY, payload));
    payload.release();
  }

  // End

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    opened.tryFailure(new EOFException("the port-forward was closed while it was opened"));
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
    outgoing.release();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not in a pipeline");
  }
}
