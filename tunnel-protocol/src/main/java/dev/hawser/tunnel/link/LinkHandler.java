package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.FrameReader;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
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

/// One link: between a channel and the session that it belongs to, once the handshake has said
/// which that is. Hands what arrives to the session and writes what it sends, for as long as the
/// session uses this link and no other.
final class LinkHandler extends ChannelInboundHandlerAdapter implements FrameTransport {
  /// How much waits below the session's own scheduler: little, so that what is urgent is not stuck
  /// behind what is not.
  private static final WriteBufferWaterMark QUEUED_BELOW =
      new WriteBufferWaterMark(64 * 1024, 128 * 1024);

  /// Copying so much costs less than a TLS record.
  private static final int SMALL_FRAME_BYTES = 2048;

  private static final int GATHERED_BYTES = 4096;
  private static final int FLUSH_AT_BYTES = 64 * 1024;
  private static final long CLOSE_LIMIT_MS = 1_000;

  private final boolean secured;
  private final Handshake handshake;
  private final Promise<TunnelSession> established;
  private final FrameReader handshakeReader =
      new FrameReader(new HandshakeFrames(this::onHello), Hello.MAX_DATA_LENGTH);
  private @Nullable ScheduledFuture<?> handshakeLimit;
  private @Nullable ChannelHandlerContext context;
  private @Nullable TunnelSession session;
  private @Nullable ByteBuf gathered; // small frames on their way into one TLS record
  private int unflushedBytes;

  /// @param secured whether a TLS handler stands before this one
  LinkHandler(boolean secured, Handshake handshake, Promise<TunnelSession> established) {
    this.secured = secured;
    this.handshake = handshake;
    this.established = established;
  }

  // ---- the handshake

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
    } else if (!secured) {
      handshake.begin(this);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent tls) {
      if (tls.isSuccess()) {
        handshake.begin(this);
      } else {
        fail(new TransportException("TLS: " + reasonOf(tls.cause()), tls.cause()));
      }
    }
  }

  private void onHello(Hello peer) {
    TunnelSession agreed = handshake.onHello(this, peer);
    session = agreed;
    established.trySuccess(agreed);
  }

  private void refuse(RuntimeException fault) {
    switch (fault) {
      case HandshakeFrames.RefusedException refused -> {
        established.tryFailure(refused.asProtocolException());
        close();
      }
      case ProtocolException broken -> {
        established.tryFailure(broken);
        ByteBuf out = allocator().directBuffer();
        FrameWriter.goaway(out, broken.code(), String.valueOf(broken.getMessage()));
        write(out);
        flush();
        closeAfterPeer();
      }
      default -> {
        established.tryFailure(fault);
        close();
      }
    }
  }

  private void cancelHandshakeLimit() {
    if (handshakeLimit != null) {
      handshakeLimit.cancel(false);
    }
  }

  // ---- from the channel

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (session == null && !established.isDone()) {
        readHandshake(bytes);
      }
      TunnelSession current = usingSession();
      if (current != null && bytes.isReadable()) {
        current.read(bytes);
      }
    } catch (RuntimeException fault) {
      TunnelSession current = usingSession();
      if (current != null) {
        current.onFault(fault);
      }
    } finally {
      bytes.release();
    }
  }

  private void readHandshake(ByteBuf bytes) {
    try {
      handshakeReader.readFrame(bytes);
    } catch (RuntimeException fault) {
      refuse(fault);
    }
  }

  /// The session, if there is one that is alive and this is its link.
  private @Nullable TunnelSession usingSession() {
    TunnelSession current = session;
    return current != null && !current.isOver() && current.uses(this) ? current : null;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    TunnelSession current = usingSession();
    if (current != null) {
      current.onBurstEnd();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    TunnelSession current = usingSession();
    if (current != null && ctx.channel().isWritable()) {
      current.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(new TransportException("the connection was closed by the other end"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    TunnelSession current = usingSession();
    if (cause instanceof IOException || current == null) {
      fail(new TransportException(reasonOf(cause), cause));
    } else {
      current.onFault(cause);
    }
  }

  /// The first cause counts.
  private void fail(TransportException cause) {
    if (session != null) {
      session.onLinkLost(this, cause);
    } else {
      established.tryFailure(cause);
    }
    close();
  }

  private static String reasonOf(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  // ---- for the session

  @Override
  public ByteBufAllocator allocator() {
    return context().alloc();
  }

  /// Small frames are gathered, so that they share a record; large ones go out where they lie.
  @Override
  public void write(ByteBuf bytes) {
    int length = bytes.readableBytes();
    unflushedBytes += length;
    if (length <= SMALL_FRAME_BYTES) {
      gather(bytes);
    } else {
      writeGathered();
      context().write(bytes, context().voidPromise());
    }
    if (unflushedBytes >= FLUSH_AT_BYTES) {
      flush();
    }
  }

  private void gather(ByteBuf bytes) {
    ByteBuf together = gathered;
    if (together != null && together.writableBytes() < bytes.readableBytes()) {
      writeGathered();
      together = null;
    }
    if (together == null) {
      together = allocator().directBuffer(GATHERED_BYTES, GATHERED_BYTES);
      gathered = together;
    }
    together.writeBytes(bytes);
    bytes.release();
  }

  private void writeGathered() {
    ByteBuf together = gathered;
    if (together != null) {
      gathered = null;
      context().write(together, context().voidPromise());
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
      writeGathered();
      context().flush();
    }
  }

  @Override
  public void close() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
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
