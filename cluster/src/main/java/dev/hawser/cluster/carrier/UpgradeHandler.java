package dev.hawser.cluster.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.tunnel.frame.PeerText;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Promise;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Asks the API server to turn the connection into a WebSocket of one of the protocols offered, and
/// gives way to [PortForwardHandler] once it did.
/// ```
///  connected ──request──► waiting ──101──► replaced, which keeps the promise
///                            └──other status, end, error──► closed, promise broken
/// ```
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  private static final String RFC_6455_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final int BODY_BYTES = 8192;

  private final String host;
  private final String uri;
  private final HttpHeaders headers;
  private final int port;
  private final List<ForwardProtocol> offered;
  private final Promise<Channel> promise;
  private final String key;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpResponse response;

  /// @param headers credentials and the like
  /// @param port of the pod
  /// @param offered the preferred one first
  /// @param promise kept with the channel, reading off, once bytes may pass
  UpgradeHandler(
      String host,
      String uri,
      HttpHeaders headers,
      int port,
      List<ForwardProtocol> offered,
      Promise<Channel> promise) {
    this.host = host;
    this.uri = uri;
    this.headers = headers;
    this.port = port;
    this.offered = offered;
    this.promise = promise;
    byte[] nonce = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri);
    request
        .headers()
        .add(headers)
        .set(HttpHeaderNames.HOST, host)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, names());
    ctx.writeAndFlush(request);
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (message instanceof HttpResponse start) {
        response = start;
      }
      if (message instanceof HttpContent content) {
        keep(content.content());
      }
      if (message instanceof LastHttpContent && response != null) {
        decide(ctx, response);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void keep(ByteBuf content) {
    int count = Math.min(content.readableBytes(), BODY_BYTES - body.size());
    body.writeBytes(ByteBufUtil.getBytes(content, content.readerIndex(), count));
  }

  private void decide(ChannelHandlerContext ctx, HttpResponse answer) {
    if (!answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      fail(ctx, refused(answer.status()));
    } else {
      accepted(answer.headers())
          .ifPresentOrElse(
              protocol -> giveWay(ctx, protocol),
              () ->
                  fail(
                      ctx,
                      new IOException(
                          "the API server upgraded to something else than " + names())));
    }
  }

  private void giveWay(ChannelHandlerContext ctx, ForwardProtocol protocol) {
    ChannelPipeline pipeline = ctx.pipeline();
    ctx.channel().config().setAutoRead(false);
    PortForwardHandler next = new PortForwardHandler(protocol, port, new Masks(), promise);
    pipeline.replace(this, "port-forward", next);
    pipeline.remove(HttpClientCodec.class); // first, for it would stop what is written
    next.open();
  }

  private Optional<ForwardProtocol> accepted(HttpHeaders answer) {
    boolean upgraded =
        HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(answer.get(HttpHeaderNames.UPGRADE))
            && expectedAccept().equals(answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT));
    String protocol = answer.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
    return upgraded ? ForwardProtocol.of(protocol, offered) : Optional.empty();
  }

  private String names() {
    return offered.stream().map(ForwardProtocol::subprotocol).collect(Collectors.joining(", "));
  }

  private String expectedAccept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + RFC_6455_GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private UpgradeRefused refused(HttpResponseStatus status) {
    String text = body.toString(StandardCharsets.UTF_8);
    try {
      text = new ObjectMapper().readTree(text).path("message").asText(text);
    } catch (JsonProcessingException notJson) {
      // shown as it is
    }
    return new UpgradeRefused(
        status.code(), "the API server answered HTTP " + status + ": " + PeerText.clean(text));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      fail(ctx, handshake.cause());
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(ctx, cause);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, new EOFException("the API server closed the connection during the upgrade"));
    ctx.fireChannelInactive();
  }

  private void fail(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
    promise.tryFailure(cause);
  }
}
