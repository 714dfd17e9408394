package dev.hawser.tunnel.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartQueueTest {
  private final PartQueue queue = new PartQueue();

  @Test
  void aHundredThousandPartsOfAByteTakeLittleMoreRoomThanTheirBytes() {
    int bytes = 100_000;
    List<ByteBuf> given = new ArrayList<>();
    for (int i = 0; i < bytes; i++) {
      given.add(part(1, i));
      queue.add(given.getLast());
    }
    List<ByteBuf> taken = drained();
    assertThat(taken).hasSizeLessThan(20);
    assertThat(taken.stream().mapToLong(ByteBuf::capacity).sum()).isLessThan(bytes + 32 * 1024);
    assertThat(given.stream().filter(part -> part.refCnt() > 0)).hasSizeLessThan(10);
    ByteBuf whole = Unpooled.wrappedBuffer(taken.toArray(ByteBuf[]::new));
    assertThat(whole.readableBytes()).isEqualTo(bytes);
    for (int i = 0; i < bytes; i++) {
      if (whole.readByte() != (byte) i) {
        throw new AssertionError("byte " + i);
      }
    }
    whole.release();
  }

  @Test
  void longPartsAreNotCopiedAndKeepTheirPlaceAmongShortOnes() {
    for (int i = 0; i < 10; i++) {
      queue.add(part(1, i));
    }
    ByteBuf large = part(2000, 10);
    queue.add(large);
    queue.add(part(1, 11));
    List<ByteBuf> taken = drained();
    assertThat(taken).contains(large);
    ByteBuf whole = Unpooled.wrappedBuffer(taken.toArray(ByteBuf[]::new));
    assertThat(whole.getByte(9)).isEqualTo((byte) 9);
    assertThat(whole.getByte(10)).isEqualTo((byte) 10);
    assertThat(whole.getByte(2010)).isEqualTo((byte) 11);
    whole.release();
  }

  @Test
  void whatWasTakenOutIsNotAddedTo() {
    for (int i = 0; i < 20; i++) {
      queue.add(part(1, i));
    }
    List<ByteBuf> taken = drained();
    int bytes = taken.stream().mapToInt(ByteBuf::readableBytes).sum();
    for (int i = 0; i < 20; i++) {
      queue.add(part(1, i));
    }
    assertThat(bytes).isEqualTo(20);
    assertThat(taken.stream().mapToInt(ByteBuf::readableBytes).sum()).isEqualTo(bytes);
    taken.forEach(ByteBuf::release);
    assertThat(queue.release()).isEqualTo(20);
    assertThat(queue.isEmpty()).isTrue();
  }

  private List<ByteBuf> drained() {
    List<ByteBuf> parts = new ArrayList<>();
    for (ByteBuf part = queue.poll(); part != null; part = queue.poll()) {
      parts.add(part);
    }
    return parts;
  }

  private static ByteBuf part(int length, int value) {
    ByteBuf part = Unpooled.buffer(length);
    for (int i = 0; i < length; i++) {
      part.writeByte(value);
    }
    return part;
  }
}
