package dev.hawser.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FrameWriterTest {
  @Test
  void everyFrameHasItsGoldenBytes() {
    assertGolden("hello", out -> FrameWriter.hello(out, FrameReaderTest.HELLO));
    assertGolden("open", out -> FrameWriter.open(out, 1, Destination.tcp("stock", 5432)));
    assertGolden("openOk", out -> FrameWriter.openOk(out, 1));
    assertGolden("fin", out -> FrameWriter.dataHeader(out, 7, 0, true));
    assertGolden("reset", out -> FrameWriter.reset(out, 4, ResetCode.REFUSED, 0x123));
    assertGolden("credit", out -> FrameWriter.credit(out, 3, 0x80000));
    assertGolden("session", out -> FrameWriter.credit(out, 0, 0x4000000));
    assertGolden("ping", out -> FrameWriter.ping(out, 0x0102030405060708L));
    assertGolden("pong", out -> FrameWriter.pong(out, 0x0102030405060708L));
    assertGolden("ack", out -> FrameWriter.ack(out, 0x20000));
    assertGolden("stop", out -> FrameWriter.stopSending(out, 5, ResetCode.CANCELLED));
    assertGolden("drain", out -> FrameWriter.drain(out, 9));
    assertGolden("nothing", out -> FrameWriter.datagramHeader(out, 11, 0));
    assertGolden("goaway", out -> FrameWriter.goaway(out, ErrorCode.PROTOCOL, "oops"));
  }

  @Test
  void aDataHeaderStandsBeforeItsPayload() {
    assertGolden(
        "dataFin",
        out -> {
          FrameWriter.dataHeader(out, 7, 2, true);
          out.writeBytes(new byte[] {'h', 'i'});
        });
  }

  @Test
  void aDataHeaderIsPutBeforeAPayloadThatHasRoom() {
    assertGolden(
        "dataFin",
        out -> {
          out.writeZero(FrameHeader.BYTES).skipBytes(FrameHeader.BYTES);
          out.writeBytes(new byte[] {'h', 'i'});
          FrameWriter.prependDataHeader(out, 7, true);
        });
  }

  @Test
  void aLongReasonIsCut() {
    ByteBuf out = Unpooled.buffer();
    FrameWriter.goaway(out, ErrorCode.INTERNAL, "x".repeat(1000));
    assertThat(out.readableBytes()).isEqualTo(FrameHeader.BYTES + 4 + 255);
  }

  private static void assertGolden(String name, Consumer<ByteBuf> write) {
    ByteBuf out = Unpooled.buffer();
    write.accept(out);
    assertThat(ByteBufUtil.getBytes(out)).as(name).isEqualTo(Golden.bytes(name));
  }
}
