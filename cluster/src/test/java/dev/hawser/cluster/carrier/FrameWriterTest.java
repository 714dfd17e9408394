package dev.hawser.cluster.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  private static final int MASK = 0x37FA213D;

  private final FrameWriter writer = new FrameWriter(() -> MASK);

  @Test
  void aSmallMessageIsAMaskedBinaryFrameWithItsPrefixFirst() {
    ByteBuf data = Unpooled.copiedBuffer(new byte[] {'H', 'e', 'l', 'l', 'o'});

    byte[] frame =
        take(writer.message(UnpooledByteBufAllocator.DEFAULT, new byte[1], List.of(data), 5));

    // 00 'H' 'e' 'l' 'l' 'o' under 37 fa 21 3d 37 fa
    assertThat(HexFormat.of().formatHex(frame)).isEqualTo("828637fa213d37b244515b95");
    data.release();
  }

  @Test
  void aLengthTakesAsManyBytesAsItNeeds() {
    assertThat(header(124)).isEqualTo("82fd37fa213d");
    assertThat(header(125)).isEqualTo("82fe007e37fa213d");
    assertThat(header(65534)).isEqualTo("82feffff37fa213d");
    assertThat(header(65535)).isEqualTo("82ff000000000001000037fa213d");
  }

  @Test
  void piecesOfEveryLengthAreMaskedAsOne() {
    byte[] payload = new byte[61];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i * 7);
    }
    for (int first = 0; first <= payload.length; first++) {
      for (int second = first; second <= payload.length; second += 5) {
        List<ByteBuf> pieces =
            List.of(
                Unpooled.wrappedBuffer(payload, 0, first),
                Unpooled.wrappedBuffer(payload, first, second - first),
                Unpooled.wrappedBuffer(payload, second, payload.length - second));

        byte[] frame =
            take(
                writer.message(
                    UnpooledByteBufAllocator.DEFAULT, new byte[] {1}, pieces, payload.length));

        byte[] plain = unmask(Arrays.copyOfRange(frame, 6, frame.length));
        assertThat(plain[0]).isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(plain, 1, plain.length)).isEqualTo(payload);
      }
    }
  }

  private String header(int dataBytes) {
    ByteBuf data = Unpooled.buffer().writeZero(dataBytes);
    byte[] frame =
        take(
            writer.message(
                UnpooledByteBufAllocator.DEFAULT, new byte[1], List.of(data), dataBytes));
    data.release();
    return HexFormat.of().formatHex(frame, 0, frame.length - dataBytes - 1);
  }

  private static byte[] unmask(byte[] bytes) {
    byte[] plain = bytes.clone();
    for (int i = 0; i < plain.length; i++) {
      plain[i] ^= (byte) (MASK >>> (24 - 8 * (i % 4)));
    }
    return plain;
  }

  private static byte[] take(ByteBuf buffer) {
    try {
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }
}
