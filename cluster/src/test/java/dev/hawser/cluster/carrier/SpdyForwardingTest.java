package dev.hawser.cluster.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpdyForwardingTest {
  private static final String REPLY_1 = "80030002" + "00000004" + "00000001";
  private static final String REPLY_3 = "80030002" + "00000009" + "00000003" + "0102030405";
  private static final String BOTH_REPLIES = REPLY_1 + REPLY_3;

  private EmbeddedChannel channel = new EmbeddedChannel();
  private Promise<Channel> opened = open();

  private Promise<Channel> open() {
    channel.config().setAutoRead(false);
    Promise<Channel> promise = channel.eventLoop().newPromise();
    PortForwardHandler handler =
        new PortForwardHandler(ForwardProtocol.SPDY, 17170, () -> 0, promise);
    channel.pipeline().addLast(handler);
    handler.open();
    return promise;
  }

  private void openAnew() {
    nothingIsLeftOver();
    channel = new EmbeddedChannel();
    opened = open();
  }

  @AfterEach
  void nothingIsLeftOver() {
    channel.close(); // writes once more
    channel.releaseInbound();
    channel.releaseOutbound();
  }

  @Test
  void aPairOfStreamsIsOpenedWithHeadersThatTellThePort() {
    EmbeddedChannel codec = new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));

    codec.writeInbound(payloadOfOneMessage());

    assertStream(codec, 1, "error");
    assertStream(codec, 3, "data");
    codec.finishAndReleaseAll();
  }

  private static void assertStream(EmbeddedChannel codec, int id, String type) {
    SpdySynStreamFrame frame = codec.readInbound();
    assertThat(frame.streamId()).isEqualTo(id);
    assertThat(frame.headers().get("streamtype")).hasToString(type);
    assertThat(frame.headers().get("port")).hasToString("17170");
    assertThat(frame.headers().get("requestid")).hasToString("0");
    assertThat(frame.isUnidirectional() || frame.isLast()).isFalse();
  }

  @Test
  void thePipeIsOpenOnceBothStreamsAreReplied() {
    receive(REPLY_3);
    assertThat(opened.isDone()).isFalse();

    receive(REPLY_1);

    assertThat(opened.getNow()).isSameAs(channel);
  }

  @Test
  void anErrorBeforeThePipeIsOpenFailsIt() {
    receive(REPLY_1 + data(1, "no such pod"));

    assertThat(opened.cause()).hasMessage("port-forward: no such pod");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void anEndBeforeThePipeIsOpenFailsIt() {
    channel.close();

    assertThat(opened.cause()).isInstanceOf(IOException.class);
  }

  @Test
  void dataComesOutWhereverItsBytesAreCut() {
    String unknown = "80030004" + "0000000c" + "000000010000000400000001";
    String frames = BOTH_REPLIES + data(3, "ABC") + unknown + data(3, "") + data(3, "D");
    for (int cut = 2; cut < frames.length(); cut += 2) {
      openAnew();
      receive(frames.substring(0, cut));
      channel.read();
      receive(frames.substring(cut));

      assertThat(received()).as("cut at %d", cut).isEqualTo("ABCD");
    }
  }

  @Test
  void dataThatCameEarlyWaitsUntilItIsAskedFor() {
    receive(BOTH_REPLIES + data(3, "early"));
    assertThat(channel.inboundMessages()).isEmpty();

    channel.read();

    assertThat(received()).isEqualTo("early");
  }

  @Test
  void anErrorThatCameEarlyIsToldWhenSomebodyAsks() {
    receive(BOTH_REPLIES);
    receive(data(1, "connection refused"));

    assertThatThrownBy(
            () -> {
              channel.read();
              channel.checkException();
            })
        .hasMessage("port-forward: connection refused");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void whatIsWrittenLeavesAsOneFrameOfTheDataStream() {
    receive(BOTH_REPLIES);
    channel.releaseOutbound();

    channel.writeOutbound(buffer("AB"), buffer("C"));

    assertThat(ByteBufUtil.hexDump(payloadOfOneMessage())).isEqualTo("0000000300000003" + "414243");
  }

  @Test
  void aFullMessageWithItsHeadersIsWholeTlsRecords() {
    receive(BOTH_REPLIES);
    channel.releaseOutbound();

    channel.writeOutbound(Unpooled.buffer().writeZero(SpdyForwarding.DATA_BYTES + 1));

    ByteBuf full = channel.readOutbound();
    assertThat(full.readableBytes() % (16 * 1024)).isZero();
    full.release();
    assertThat(payloadOfOneMessage().readableBytes()).isEqualTo(8 + 1);
  }

  @Test
  void aPingComesBackAsItIs() {
    receive(BOTH_REPLIES);
    channel.releaseOutbound();

    receive("80030006" + "00000004" + "00000002");

    assertThat(ByteBufUtil.hexDump(payloadOfOneMessage())).isEqualTo("800300060000000400000002");
  }

  @Test
  void theEndOfTheDataStreamOrOfTheConnectionEndsThePipe() {
    for (String end : List.of("0000000301000000", "80030007" + "00000008" + "0000000300000000")) {
      openAnew();
      receive(BOTH_REPLIES);
      channel.read();

      receive(end);

      assertThat(channel.isActive()).as(end).isFalse();
    }
  }

  @Test
  void aResetOrAnotherVersionFailsThePipe() {
    for (String frame :
        List.of(
            "80030003" + "00000008" + "0000000300000005", "80020006" + "00000004" + "00000002")) {
      openAnew();
      receive(BOTH_REPLIES);
      channel.read();

      assertThatThrownBy(() -> receive(frame)).as(frame).isInstanceOf(IOException.class);
      assertThat(channel.isActive()).as(frame).isFalse();
    }
  }

  private void receive(String hex) {
    byte[] payload = HexFormat.of().parseHex(hex);
    byte[] header = {(byte) 0x82, (byte) payload.length};
    channel.writeInbound(Unpooled.wrappedBuffer(header, payload));
  }

  private String received() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf data; (data = channel.readInbound()) != null; data.release()) {
      text.append(data.toString(StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  /// Of a short message, which a mask of zeros leaves as it is.
  private ByteBuf payloadOfOneMessage() {
    ByteBuf message = channel.readOutbound();
    byte[] bytes = ByteBufUtil.getBytes(message);
    message.release();
    int header = (bytes[1] & 0x7F) == 126 ? 8 : 6;
    return Unpooled.wrappedBuffer(bytes, header, bytes.length - header);
  }

  private static String data(int stream, String text) {
    return "%08x%08x".formatted(stream, text.length())
        + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
