package dev.hawser.tunnel.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.ResetCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A stream as it should be: two pipes that lose nothing. Every byte that arrives is compared at
/// once with the one that was written at its place.
final class ModelStream {
  private static final int PERIOD = 65_521;
  private static final byte[] PATTERN = new byte[4 * PERIOD];

  static {
    byte[] period = new byte[PERIOD];
    new Random(1).nextBytes(period);
    for (int i = 0; i < PATTERN.length; i += PERIOD) {
      System.arraycopy(period, 0, PATTERN, i, PERIOD);
    }
  }

  final int number;
  final End opener;
  final End acceptor;

  ModelStream(int number) {
    this.number = number;
    this.opener = new End("opener", 2 * number);
    this.acceptor = new End("acceptor", 2 * number + 1);
    opener.other = acceptor;
    acceptor.other = opener;
  }

  End end(boolean opening) {
    return opening ? opener : acceptor;
  }

  /// That nothing failed, nothing is missing and nothing lives on, when all was carried.
  void checkAtTheEnd(boolean drained) {
    opener.checkAtTheEnd(drained);
    if (acceptor.stream != null) {
      acceptor.checkAtTheEnd(drained);
    } else {
      assertThat(opener.isOver()).as("%s, which nobody accepted, is over", this).isTrue();
    }
  }

  @Override
  public String toString() {
    return "stream " + number;
  }

  /// One end: what it has written and received.
  final class End implements StreamReceiver {
    private final String name;
    private final int shift; // of the pattern, another for each way
    @Nullable TunnelStream stream;
    @Nullable End other;
    boolean consuming = true;
    boolean finished; // by this end
    private boolean wasReset; // by this end
    private boolean stopsReceiving;
    private boolean finishSeen;
    private boolean told; // of the stop
    private @Nullable ResetCode resetSeen;
    private long written;
    private long received;
    private int unconsumed;

    private End(String name, int shift) {
      this.name = name;
      this.shift = shift * 7_919;
    }

    TunnelStream stream() {
      return requireNonNull(stream);
    }

    private End other() {
      return requireNonNull(other);
    }

    boolean isOver() {
      return wasReset || resetSeen != null || (finished && finishSeen);
    }

    /// Whether it still has a use for its stream.
    boolean isLive() {
      return stream != null && !isOver();
    }

    // ---- what it does

    byte[] next(int length) {
      int from = place(written);
      return Arrays.copyOfRange(PATTERN, from, from + length);
    }

    void write(ByteBuf bytes) {
      if (!finished && !told) {
        written += bytes.readableBytes();
      }
      stream().write(bytes);
    }

    void finish() {
      finished = true;
      stream().finish();
    }

    void reset() {
      wasReset = !(finished && finishSeen);
      stream().reset(ResetCode.CANCELLED);
    }

    void stopReceiving() {
      stopsReceiving |= !finishSeen;
      stream().stopReceiving(ResetCode.CANCELLED);
    }

    void consume(int most) {
      int bytes = Math.min(most, unconsumed);
      unconsumed -= bytes;
      stream().consumed(bytes);
    }

    /// Where in the pattern the byte at an offset stands.
    private int place(long offset) {
      return (int) ((offset + shift) % PERIOD);
    }

    // ---- what it is told

    @Override
    public void onConfirmed() {
      checkLive("confirmed");
      assertThat(name).isEqualTo("opener");
    }

    @Override
    public void onData(ByteBuf data) {
      checkLive("data");
      assertThat(finishSeen).as("%s gets data after the end", this).isFalse();
      byte[] bytes = ByteBufUtil.getBytes(data);
      data.release();
      int expected = other().place(received);
      int differs =
          Arrays.mismatch(PATTERN, expected, expected + bytes.length, bytes, 0, bytes.length);
      if (differs >= 0) {
        throw new AssertionError(
            "%s: byte %d is not what was written".formatted(this, received + differs));
      }
      received += bytes.length;
      assertThat(received).as("%s has no more than was written", this).isLessThanOrEqualTo(sent());
      unconsumed += bytes.length;
      if (consuming) {
        consume(unconsumed);
      }
    }

    private long sent() {
      return other().written;
    }

    @Override
    public void onFinish() {
      checkLive("finish");
      assertThat(finishSeen).as("%s is finished twice", this).isFalse();
      assertThat(other().finished).as("%s: the other end finished", this).isTrue();
      finishSeen = true;
      if (!stopsReceiving) {
        assertThat(received).as("%s has all when it is finished", this).isEqualTo(sent());
      }
    }

    @Override
    public void onStopSending() {
      checkLive("stop sending");
      assertThat(other().stopsReceiving).isTrue();
      told = true;
      finished = true;
    }

    @Override
    public void onReset(ResetCode code) {
      checkLive("reset " + code);
      resetSeen = code;
    }

    @Override
    public void onWritable() {
      checkLive("writable");
    }

    private void checkLive(String event) {
      if (wasReset || resetSeen != null) {
        throw new AssertionError("%s is told '%s' after its reset".formatted(this, event));
      }
    }

    private void checkAtTheEnd(boolean drained) {
      if (resetSeen != null) {
        assertThat(other().wasReset || (drained && resetSeen == ResetCode.DRAINING))
            .as("%s was reset (%s) for a reason", this, resetSeen)
            .isTrue();
      } else if (other().wasReset && !wasReset) {
        assertThat(finishSeen && finished).as("%s saw the reset or the end", this).isTrue();
      } else if (!wasReset && other().stream != null) {
        assertThat(finishSeen).as("%s saw the end", this).isTrue();
        if (!stopsReceiving) {
          assertThat(received).as("%s has all", this).isEqualTo(sent());
        }
      }
      assertThat(stream().isClosed()).as("%s is closed", this).isTrue();
    }

    @Override
    public String toString() {
      return "%s's %s (id %s: written %d, received %d%s%s%s%s%s, was told %s)"
          .formatted(
              ModelStream.this,
              name,
              stream == null ? "none" : stream.id(),
              written,
              received,
              finished ? ", finished" : "",
              finishSeen ? ", saw the end" : "",
              wasReset ? ", reset" : "",
              stopsReceiving ? ", stops receiving" : "",
              told ? ", is to stop sending" : "",
              resetSeen);
    }
  }
}
