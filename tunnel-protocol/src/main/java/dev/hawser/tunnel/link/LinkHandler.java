package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.FrameReader;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.session.FrameTransport;
import dev.hawser.tunnel.session.TransportException;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Between a channel and a session: hands what arrives to the session and writes what it sends.
final class LinkHandler extends ChannelInboundHandlerAdapter implements FrameTransport {
  /// How much waits below the session's own scheduler: little, so that what is urgent is not stuck
  /// behind what is not.
  private static final WriteBufferWaterMark QUEUED_BELOW =
      new WriteBufferWaterMark(64 * 1024, 128 * 1024);

  private static final int FLUSH_AT_BYTES = 64 * 1024;
  private static final long CLOSE_LIMIT_MS = 1_000;

  private final LinkSettings settings;
  private final Promise<TunnelSession> established;
  private @Nullable ScheduledFuture<?> handshakeLimit;
  private @Nullable ChannelHandlerContext context;
  private @Nullable TunnelSession session;
  private @Nullable FrameReader reader;
  private int unflushedBytes;

  LinkHandler(LinkSettings settings, Promise<TunnelSession> established) {
    this.settings = settings;
    this.established = established;
  }

  // ---- from the channel

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    ctx.channel().config().setWriteBufferWaterMark(QUEUED_BELOW);
    handshakeLimit =
        ctx.executor()
            .schedule(
                () ->
                    fail(
                        new TransportException(
                            "no handshake within %d ms".formatted(Links.HANDSHAKE_LIMIT_MS))),
                Links.HANDSHAKE_LIMIT_MS,
                TimeUnit.MILLISECONDS);
    established.addListener(done -> cancelHandshakeLimit());
    if (!ctx.channel().isActive()) {
      fail(new TransportException("the connection was closed at once"));
    } else if (settings.security().isEmpty()) {
      begin(ctx);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        begin(ctx);
      } else {
        fail(new TransportException("TLS: " + reasonOf(handshake.cause()), handshake.cause()));
      }
    }
  }

  private void begin(ChannelHandlerContext ctx) {
    TunnelSession started =
        new TunnelSession(
            ctx.channel().eventLoop(),
            this,
            settings.role(),
            settings.acceptor(),
            settings.observer(),
            established);
    session = started;
    reader = new FrameReader(started.incoming(), Hello.MAX_DATA_LENGTH);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    TunnelSession current = session;
    FrameReader frames = reader;
    try {
      if (current != null && frames != null && !current.isOver()) {
        current.onHeard();
        frames.read(bytes);
      }
    } catch (RuntimeException fault) {
      if (current != null) {
        current.onFault(fault);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (session != null) {
      session.onBurstEnd();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (session != null && ctx.channel().isWritable()) {
      session.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (session != null) {
      session.onTransportClosed();
    } else {
      fail(new TransportException("the connection was closed by the other end"));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException || session == null) {
      fail(new TransportException(reasonOf(cause), cause));
    } else {
      session.onFault(cause);
    }
  }

  /// The first cause counts.
  private void fail(TransportException cause) {
    if (session != null) {
      session.onTransportLost(cause);
    } else {
      established.tryFailure(cause);
      close();
    }
  }

  private static String reasonOf(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  private void cancelHandshakeLimit() {
    if (handshakeLimit != null) {
      handshakeLimit.cancel(false);
    }
  }

  // ---- for the session

  @Override
  public ByteBufAllocator allocator() {
    return context().alloc();
  }

  @Override
  public void write(ByteBuf bytes) {
    unflushedBytes += bytes.readableBytes();
    context().write(bytes, context().voidPromise());
    if (unflushedBytes >= FLUSH_AT_BYTES) {
      flush();
    }
  }

  @Override
  public boolean isWritable() {
    return context().channel().isWritable();
  }

  @Override
  public void flush() {
    if (unflushedBytes > 0) {
      unflushedBytes = 0;
      context().flush();
    }
  }

  @Override
  public void close() {
    context().close();
  }

  @Override
  public void closeAfterPeer() {
    Channel channel = context().channel();
    ScheduledFuture<?> limit =
        context().executor().schedule(this::close, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> limit.cancel(false));
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext ctx = context;
    if (ctx == null) {
      throw new IllegalStateException("used before it was added to a channel");
    }
    return ctx;
  }
}
