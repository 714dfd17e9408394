package dev.hawser.tunnel.relay;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream as `java.io` has it, for straight-line code on virtual threads: reading waits for
/// bytes, writing waits while the stream takes no more. Never used on the session's loop.
///
/// A reset, from either side, fails both directions with an [IOException] that names the code.
public final class BlockingStream implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private final EventLoop loop;
  private final CompletableFuture<TunnelStream> stream = new CompletableFuture<>();

  private boolean inputEnded;
  private boolean outputEnded;
  private boolean writable = true;
  private @Nullable ResetCode resetBy;

  private BlockingStream(EventLoop loop) {
    this.loop = loop;
  }

  /// Opens a stream, from any thread.
  public static BlockingStream open(TunnelSession session, Destination destination) {
    BlockingStream opened = new BlockingStream(session.eventLoop());
    opened.loop.execute(
        () -> opened.stream.complete(session.open(destination, opened.new Receiver())));
    return opened;
  }

  /// Takes over a stream that the peer opened, on the session's loop, and confirms it.
  public static BlockingStream attach(TunnelStream accepted) {
    BlockingStream attached = new BlockingStream(accepted.session().eventLoop());
    accepted.attach(attached.new Receiver());
    accepted.confirm();
    attached.stream.complete(accepted);
    return attached;
  }

  public InputStream input() {
    return input;
  }

  /// Closing it ends this direction: the peer reads the end of the stream.
  public OutputStream output() {
    return output;
  }

  /// Lets go of the stream: resets it unless both directions ended.
  @Override
  public void close() {
    onLoop(opened -> opened.reset(ResetCode.CANCELLED));
    lock.lock();
    try {
      if (!(inputEnded && outputEnded) && resetBy == null) {
        resetBy = ResetCode.CANCELLED;
      }
      releaseArrived();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until the stream is reset, but no longer than that; whether it is.
  public boolean awaitReset(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = limit.toNanos();
      while (resetBy == null && leftNs > 0) {
        leftNs = changed.awaitNanos(leftNs);
      }
      return resetBy != null;
    } finally {
      lock.unlock();
    }
  }

  private void onLoop(Consumer<TunnelStream> action) {
    loop.execute(() -> stream.thenAccept(action));
  }

  private void releaseArrived() {
    for (ByteBuf data = arrived.poll(); data != null; data = arrived.poll()) {
      data.release();
    }
  }

  private void checkNotReset() throws IOException {
    if (resetBy != null) {
      throw new IOException("the stream was reset: " + resetBy);
    }
  }

  private void awaitWhile(BooleanSupplier condition) throws IOException {
    try {
      while (condition.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private final class Receiver implements StreamReceiver {
    @Override
    public void onData(ByteBuf data) {
      update(
          () -> {
            if (resetBy == null) {
              arrived.add(data);
            } else {
              data.release();
            }
          });
    }

    @Override
    public void onFinish() {
      update(() -> inputEnded = true);
    }

    @Override
    public void onReset(ResetCode code) {
      update(
          () -> {
            if (resetBy == null) {
              resetBy = code;
            }
            releaseArrived();
          });
    }

    @Override
    public void onWritable() {
      update(() -> writable = true);
    }

    private void update(Runnable change) {
      lock.lock();
      try {
        change.run();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      int count;
      lock.lock();
      try {
        awaitWhile(() -> arrived.isEmpty() && !inputEnded && resetBy == null);
        ByteBuf head = arrived.peek();
        if (head == null) {
          checkNotReset();
          return -1;
        }
        count = Math.min(length, head.readableBytes());
        head.readBytes(into, offset, count);
        if (!head.isReadable()) {
          arrived.remove().release();
        }
      } finally {
        lock.unlock();
      }
      onLoop(opened -> opened.consumed(count));
      return count;
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      lock.lock();
      try {
        awaitWhile(() -> !writable && resetBy == null);
        checkNotReset();
        if (outputEnded) {
          throw new IOException("written after the end");
        }
        writable = false; // until the loop has seen whether there is room for more
      } finally {
        lock.unlock();
      }
      ByteBuf data = Unpooled.copiedBuffer(from, offset, length);
      onLoop(
          opened -> {
            opened.write(data);
            if (opened.isWritable()) {
              onRoom();
            }
          });
    }

    private void onRoom() {
      lock.lock();
      try {
        writable = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (outputEnded) {
          return;
        }
        outputEnded = true;
      } finally {
        lock.unlock();
      }
      onLoop(TunnelStream::finish);
    }
  }
}
