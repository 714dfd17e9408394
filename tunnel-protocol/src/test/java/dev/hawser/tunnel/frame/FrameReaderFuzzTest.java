package dev.hawser.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Whatever the bytes are and however they are cut, the same is read, over one link or two.
class FrameReaderFuzzTest {
  private static final int MOST = 1024;

  /// @param in a seed for the cuts (4 bytes), then the link's bytes
  @FuzzTest(maxDuration = "20s")
  void anyBytes(byte[] in) {
    if (in.length <= Integer.BYTES) {
      return;
    }
    Random cuts = new Random(Unpooled.wrappedBuffer(in).readInt());
    ByteBuf bytes = Unpooled.wrappedBuffer(in, Integer.BYTES, in.length - Integer.BYTES);
    Reading whole = new Reading();
    whole.readWhole(bytes.duplicate());
    Reading cut = new Reading();
    while (bytes.isReadable() && cut.fault == null) {
      cut.read(bytes.readSlice(Math.min(bytes.readableBytes(), 1 + cuts.nextInt(40))));
    }
    assertThat(cut.transcript.calls).isEqualTo(whole.transcript.calls);
    assertThat(cut.fault).isEqualTo(whole.fault);

    ByteBuf again = Unpooled.wrappedBuffer(in, Integer.BYTES, whole.read);
    Reading first = new Reading();
    first.read(again.readSlice(cuts.nextInt(again.readableBytes() + 1)));
    long told = first.reader.received();
    first.read(again.readSlice(cuts.nextInt(again.readableBytes() + 1)));
    first.reader.onNextLink(told);
    first.read(whole.resumable.skipBytes((int) told));
    assertThat(first.transcript.resumableCalls).isEqualTo(whole.transcript.resumableCalls);
    first.reader.close();
  }

  /// A reader and what it has read.
  private static final class Reading {
    private final Transcript transcript = new Transcript();
    private final FrameReader reader = new FrameReader(transcript.sink, MOST);
    private final ByteBuf resumable = Unpooled.buffer();
    private int read; // up to the last frame that was whole and right
    private @Nullable ErrorCode fault;

    void read(ByteBuf bytes) {
      try {
        reader.read(bytes);
      } catch (ProtocolException e) {
        fault = e.code();
      }
    }

    /// Frame by frame, noting which bytes would be sent again.
    void readWhole(ByteBuf bytes) {
      while (bytes.isReadable() && fault == null) {
        int from = bytes.readerIndex();
        long before = reader.received();
        try {
          reader.readFrame(bytes);
          int length = bytes.readerIndex() - from;
          if (reader.received() - before == length) {
            resumable.writeBytes(bytes, from, length);
          }
          read += length;
        } catch (ProtocolException e) {
          fault = e.code();
        }
      }
    }
  }
}
