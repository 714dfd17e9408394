package dev.hawser.tunnel.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  static final Hello HELLO =
      Hello.ours(
          Role.ENDPOINT, 2, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"), 3, 0x1234);
  private static final List<String> CALLS =
      List.of(
          HELLO.toString(),
          "open 1 " + Destination.tcp("stock", 5432),
          "openOk 1",
          "data 7 abc",
          "data 7 hi last",
          "data 7  last",
          "reset 4 REFUSED 291",
          "credit 3 524288",
          "credit 0 67108864",
          "ping 102030405060708",
          "pong 102030405060708",
          "goaway PROTOCOL oops",
          "ack 131072",
          "stopSending 5 CANCELLED",
          "drain 9",
          "datagram 11 dns",
          "datagram 11 ");

  private final RecordingSink sink = new RecordingSink();
  private final FrameReader reader = new FrameReader(sink, 1024);

  @Test
  void everyFrameIsRead() {
    read(Golden.all());
    assertThat(sink.calls).isEqualTo(CALLS);
  }

  @Test
  void theBytesMayBeCutAnywhere() {
    byte[] all = Golden.all();
    for (int cut = 0; cut <= all.length; cut++) {
      RecordingSink cutSink = new RecordingSink();
      FrameReader cutReader = new FrameReader(cutSink, 1024);
      cutReader.read(Unpooled.wrappedBuffer(all, 0, cut));
      cutReader.read(Unpooled.wrappedBuffer(all, cut, all.length - cut));
      assertThat(cutSink.calls).as("cut at %d", cut).isEqualTo(CALLS);
    }
  }

  @Test
  void theBytesMayComeOneByOne() {
    for (byte one : Golden.all()) {
      read(one);
    }
    assertThat(sink.calls).isEqualTo(CALLS);
  }

  @Test
  void aCutFrameIsNotHandedOn() {
    for (String name :
        List.of("hello", "open", "reset", "credit", "ping", "goaway", "ack", "drain", "datagram")) {
      byte[] whole = Golden.bytes(name);
      for (int length = 0; length < whole.length; length++) {
        RecordingSink cutSink = new RecordingSink();
        new FrameReader(cutSink, 1024).read(Unpooled.wrappedBuffer(whole, 0, length));
        assertThat(cutSink.calls).as("%s cut at %d", name, length).isEmpty();
      }
    }
  }

  @Test
  void onlyBytesThatAreSentAgainCount() {
    byte[] all = Golden.all();
    long counted = 0;
    for (String name :
        List.of(
            "open", "openOk", "data", "dataFin", "fin", "reset", "credit", "session", "stop",
            "drain")) {
      counted += Golden.bytes(name).length;
    }
    read(all);
    assertThat(reader.received()).isEqualTo(counted);
  }

  /// The peer goes on from what was told, on another link, wherever the first was cut.
  @Test
  void afterACutNothingIsLostAndNothingComesTwice() {
    List<String> names = List.of("open", "dataFin", "credit", "ping", "datagram", "data", "reset");
    byte[] all = join(names);
    byte[] resumable = join(names.stream().filter(name -> !isOfLink(name)).toList());
    for (int cut = 0; cut <= all.length; cut++) {
      RecordingSink cutSink = new RecordingSink();
      FrameReader cutReader = new FrameReader(cutSink, 1024);
      cutReader.read(Unpooled.wrappedBuffer(all, 0, cut));
      int told = (int) cutReader.received();
      cutReader.onNextLink(told);
      cutReader.read(Unpooled.wrappedBuffer(resumable, told, resumable.length - told));
      assertThat(cutSink.calls.stream().filter(call -> !isOfLink(call)))
          .as("cut at %d", cut)
          .containsExactly(
              "open 1 " + Destination.tcp("stock", 5432),
              "data 7 hi last",
              "credit 3 524288",
              "data 7 abc",
              "reset 4 REFUSED 291");
      cutReader.close();
    }
  }

  @Test
  void whatCameBetweenTellingAndTheNextLinkIsNotReadTwice() {
    byte[] all = join(List.of("open", "data", "credit"));
    for (int told = 0; told < all.length; told++) {
      for (int known = told; known <= all.length; known++) {
        RecordingSink overlapping = new RecordingSink();
        FrameReader cutReader = new FrameReader(overlapping, 1024);
        cutReader.read(Unpooled.wrappedBuffer(all, 0, told));
        int from = (int) cutReader.received();
        cutReader.read(Unpooled.wrappedBuffer(all, told, known - told));
        cutReader.onNextLink(from);
        cutReader.read(Unpooled.wrappedBuffer(all, from, all.length - from));
        assertThat(overlapping.calls)
            .as("told at %d, went on to %d", told, known)
            .containsExactly(
                "open 1 " + Destination.tcp("stock", 5432), "data 7 abc", "credit 3 524288");
      }
    }
  }

  private static boolean isOfLink(String name) {
    return name.startsWith("ping") || name.startsWith("datagram");
  }

  private static byte[] join(List<String> names) {
    ByteBuf joined = Unpooled.buffer();
    names.forEach(name -> joined.writeBytes(Golden.bytes(name)));
    return ByteBufUtil.getBytes(joined);
  }

  @Test
  void aFrameAtATimeMayBeRead() {
    ByteBuf in = Unpooled.wrappedBuffer(Golden.bytes("ping"), Golden.bytes("openOk"));
    reader.readFrame(in);
    assertThat(sink.calls).containsExactly("ping 102030405060708");
    assertThat(in.readableBytes()).isEqualTo(FrameHeader.BYTES);
  }

  @Test
  void dataIsHandedOnWithoutACopy() {
    ByteBuf in = Unpooled.directBuffer().writeBytes(Golden.bytes("data"));
    ByteBuf[] handed = new ByteBuf[1];
    FrameSink keeping =
        (FrameSink)
            java.lang.reflect.Proxy.newProxyInstance(
                FrameSink.class.getClassLoader(),
                new Class<?>[] {FrameSink.class},
                (proxy, method, arguments) -> {
                  handed[0] = (ByteBuf) arguments[1];
                  return null;
                });
    new FrameReader(keeping, 1024).read(in);
    assertThat(handed[0].memoryAddress()).isEqualTo(in.memoryAddress() + FrameHeader.BYTES);
    in.release();
    assertThat(handed[0].release()).isTrue();
    assertThat(in.refCnt()).isZero();
  }

  @Test
  void aLengthAboveTheLimitIsRefusedAtTheHeader() {
    assertRefused(ErrorCode.FRAME_SIZE, 0x00, 0x00, 0x04, 0x01, 0, 0, 0, 1);
    assertThat(sink.calls).isEmpty();
  }

  @Test
  void aControlFrameOfAnotherLengthIsRefused() {
    assertRefused(ErrorCode.FRAME_SIZE, 0x50, 0, 0, 9, 0, 0, 0, 0);
    assertRefused(ErrorCode.FRAME_SIZE, 0x10, 0, 2, 0, 0, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD0, 0xE0, 0xF0})
  void anUnknownTypeIsRefused(int firstByte) {
    assertRefused(ErrorCode.PROTOCOL, firstByte, 0, 0, 0, 0, 0, 0, 1);
  }

  @Test
  void anUnknownFlagIsRefused() {
    assertRefused(ErrorCode.PROTOCOL, 0x02, 0, 0, 0, 0, 0, 0, 1);
    assertRefused(ErrorCode.PROTOCOL, 0x51, 0, 0, 8, 0, 0, 0, 0);
  }

  @Test
  void aStreamIdThatDoesNotFitTheTypeIsRefused() {
    assertRefused(ErrorCode.PROTOCOL, 0x00, 0, 0, 1, 0, 0, 0, 0);
    assertRefused(ErrorCode.PROTOCOL, 0x00, 0, 0, 1, 0x80, 0, 0, 1);
    assertRefused(ErrorCode.PROTOCOL, 0x50, 0, 0, 8, 0, 0, 0, 1);
  }

  @Test
  void anOpenWhoseHostLengthLiesIsRefused() {
    assertRefused(ErrorCode.FRAME_SIZE, 0x10, 0, 0, 5, 0, 0, 0, 1, 1, 0, 80, 2, 'a');
    assertRefused(ErrorCode.FRAME_SIZE, 0x10, 0, 0, 5, 0, 0, 0, 1, 1, 0, 80, 0, 'a');
  }

  @Test
  void anOpenOfAnUnknownProtocolIsRefused() {
    assertRefused(ErrorCode.PROTOCOL, 0x10, 0, 0, 4, 0, 0, 0, 1, 9, 0, 80, 0);
  }

  @Test
  void aNegativeOffsetIsRefused() {
    assertRefused(ErrorCode.PROTOCOL, 0x40, 0, 0, 8, 0, 0, 0, 1, 0xFF, 0, 0, 0, 0, 0, 0, 0);
  }

  private void assertRefused(ErrorCode code, int... bytes) {
    byte[] in = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      in[i] = (byte) bytes[i];
    }
    assertThatThrownBy(() -> new FrameReader(sink, 1024).read(Unpooled.wrappedBuffer(in)))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void read(byte... bytes) {
    reader.read(Unpooled.wrappedBuffer(bytes));
  }
}
