package dev.hawser.cluster.carrier;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.MessageToMessageCodec;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyStreamFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// An API server whose port-forward echoes what it gets, in one protocol; only requests with the
/// accepted token are upgraded.
final class FakeApiServer implements AutoCloseable {
  final List<FullHttpRequest> requests = new CopyOnWriteArrayList<>();
  private final Channel listener;

  FakeApiServer(
      EventLoopGroup group,
      ForwardProtocol protocol,
      String token,
      HttpResponseStatus refusal,
      String body) {
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new HttpObjectAggregator(65536),
                            new Door(token, refusal, body),
                            new WebSocketServerProtocolHandler(
                                "/", protocol.subprotocol(), true, 1 << 20, false, true));
                    switch (protocol) {
                      case CHANNEL -> channel.pipeline().addLast(new Echo());
                      case SPDY ->
                          channel
                              .pipeline()
                              .addLast(
                                  new Messages(),
                                  new SpdyFrameCodec(SpdyVersion.SPDY_3_1),
                                  new SpdyEcho());
                    }
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  String url() {
    return "http://127.0.0.1:" + ((InetSocketAddress) listener.localAddress()).getPort();
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
  }

  private final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final String token;
    private final HttpResponseStatus refusal;
    private final String body;

    Door(String token, HttpResponseStatus refusal, String body) {
      this.token = token;
      this.refusal = refusal;
      this.body = body;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      requests.add(request.replace(Unpooled.EMPTY_BUFFER));
      if (("Bearer " + token).equals(request.headers().get(HttpHeaderNames.AUTHORIZATION))) {
        ctx.fireChannelRead(request.retain());
        return;
      }
      ByteBuf content = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal, content);
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
      ctx.writeAndFlush(response);
    }
  }

  private static final class Echo extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
        ctx.write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {0, 33, 67})));
        ctx.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1, 33, 67})));
      }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame) {
      ctx.writeAndFlush(frame.retain());
    }
  }

  /// The byte stream in the WebSocket's messages.
  private static final class Messages extends MessageToMessageCodec<BinaryWebSocketFrame, ByteBuf> {
    @Override
    protected void encode(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
      out.add(new BinaryWebSocketFrame(bytes.retain()));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, BinaryWebSocketFrame frame, List<Object> out) {
      out.add(frame.content().retain());
    }
  }

  /// Like the real one, it loses data that comes before its reply.
  private static final class SpdyEcho extends SimpleChannelInboundHandler<SpdyStreamFrame> {
    private final Map<Integer, String> types = new HashMap<>();

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, SpdyStreamFrame frame) {
      if (frame instanceof SpdySynStreamFrame opening) {
        ctx.executor()
            .execute(
                () -> {
                  types.put(
                      opening.streamId(), String.valueOf(opening.headers().get("streamtype")));
                  ctx.writeAndFlush(new DefaultSpdySynReplyFrame(opening.streamId()));
                });
      } else if (frame instanceof SpdyDataFrame data && "data".equals(types.get(data.streamId()))) {
        ctx.writeAndFlush(data.retain());
      }
    }
  }
}
