package dev.hawser.sandbox.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/// A WebSocket of `v4.channel.k8s.io`: the first byte of each message names a channel.
///
/// Made on the event loop, used from virtual threads, which it blocks: the client is read only as
/// fast as messages are received, and a sender waits while the client does not read.
final class ChannelSocket {
  static final String V4 = "v4.channel.k8s.io";
  static final String V5 = "v5.channel.k8s.io"; // adds: channel 255 closes the one it names
  static final int CLOSE_CHANNEL = 255;

  private static final int UNREAD_FRAMES = 8;
  private static final int UNSENT_MESSAGES = 8;

  private final ServerWebSocket socket;
  private final Context context;
  private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
  private final Deque<Future<Void>> unsent = new ArrayDeque<>();
  private int fragmented = -1;

  /// @param channel -1 when the client has gone
  record Message(int channel, Buffer data) {
    boolean isEnd() {
      return channel < 0;
    }
  }

  ChannelSocket(Vertx vertx, ServerWebSocket socket) {
    this.socket = socket;
    this.context = vertx.getOrCreateContext();
    socket.pause();
    socket.frameHandler(this::onFrame);
    socket.endHandler(end -> received.add(new Message(-1, Buffer.buffer())));
    socket.closeHandler(closed -> context.runOnContext(now -> socket.resume()));
    socket.exceptionHandler(broken -> received.add(new Message(-1, Buffer.buffer())));
    socket.fetch(UNREAD_FRAMES);
  }

  private void onFrame(WebSocketFrame frame) {
    if (!frame.isBinary() && !frame.isText() && !frame.isContinuation()) {
      socket.fetch(1);
      return;
    }
    Buffer data = frame.binaryData();
    if (fragmented < 0) {
      if (data.length() == 0) {
        socket.fetch(1);
        return;
      }
      fragmented = data.getUnsignedByte(0);
      data = data.slice(1, data.length());
    }
    received.add(new Message(fragmented, data));
    if (frame.isFinal()) {
      fragmented = -1;
    }
  }

  /// Waits for the next message or part of one.
  Message receive() throws InterruptedException {
    Message message = received.take();
    if (!message.isEnd()) {
      context.runOnContext(now -> socket.fetch(1));
    }
    return message;
  }

  /// @throws IOException if the client has gone
  synchronized void send(int channel, byte[] data, int length) throws IOException {
    Buffer message = Buffer.buffer(length + 1).appendByte((byte) channel);
    message.appendBytes(data, 0, length);
    try {
      while (unsent.size() >= UNSENT_MESSAGES) {
        unsent.removeFirst().toCompletionStage().toCompletableFuture().join();
      }
      unsent.addLast(socket.writeBinaryMessage(message));
    } catch (CompletionException | IllegalStateException gone) {
      throw new IOException("the client has gone", gone);
    }
  }

  void send(int channel, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    send(channel, bytes, bytes.length);
  }

  void close() {
    context.runOnContext(now -> socket.close());
  }
}
