package dev.hawser.cluster.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortForwardHandlerTest {
  private static final String BOTH_PORTS = "8203002143" + "8203012143"; // 17185, little endian

  private EmbeddedChannel channel = open();

  private static EmbeddedChannel open() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.config().setAutoRead(false);
    PortForwardHandler handler =
        new PortForwardHandler(
            ForwardProtocol.CHANNEL, 17185, () -> 0, channel.eventLoop().newPromise());
    channel.pipeline().addLast(handler);
    handler.open();
    return channel;
  }

  @AfterEach
  void nothingIsLeftOver() {
    channel.close(); // writes once more
    channel.releaseInbound();
    channel.releaseOutbound();
  }

  @Test
  void theDataChannelsBytesComeOutWithoutChannelAndPort() {
    channel.read();

    receive(BOTH_PORTS + "820400414243" + "82020044");

    assertThat(received()).isEqualTo("ABCD");
  }

  @Test
  void aMessageInFragmentsWithAPingBetweenIsOneRunOfBytes() {
    channel.read();

    receive(BOTH_PORTS + "02020041" + "890170" + "000142" + "8000" + "82020043");

    assertThat(received()).isEqualTo("ABC");
    assertThat(sent()).isEqualTo("8a810000000070");
  }

  @Test
  void portAndDataMayShareAMessage() {
    channel.read();

    receive("820500214341" + "42");

    assertThat(received()).isEqualTo("AB");
  }

  @Test
  void lengthsOf16And64BitsAreRead() {
    channel.read();

    receive("8203002143" + "827e0003004142" + "827f0000000000000003004344");

    assertThat(received()).isEqualTo("ABCD");
  }

  @Test
  void bytesMayBeCutAnywhere() {
    String frames = BOTH_PORTS + "02020041" + "8900" + "80024243" + "827e0003004445" + "8200";
    int bytes = frames.length() / 2;
    for (int first = 1; first < bytes; first++) {
      for (int second = first; second < bytes; second++) {
        channel.read();
        receive(frames.substring(0, 2 * first));
        receive(frames.substring(2 * first, 2 * second));
        receive(frames.substring(2 * second));

        assertThat(received()).as("cut at %d and %d", first, second).isEqualTo("ABCDE");
        nothingIsLeftOver();
        channel = open();
      }
    }
  }

  @Test
  void nothingIsHandedOnBeforeItIsAskedFor() {
    receive(BOTH_PORTS + "82020041");
    assertThat(channel.inboundMessages()).isEmpty();

    channel.read();

    assertThat(received()).isEqualTo("A");
  }

  @Test
  void errorTextFailsThePipeAndClosesIt() {
    channel.read();

    assertThatThrownBy(() -> receive(BOTH_PORTS + "8213" + "01" + hex("connection\nrefused")))
        .isInstanceOf(IOException.class)
        .hasMessage("port-forward: connection refused");
    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void errorTextInFragmentsIsReadToItsEnd() {
    channel.read();

    assertThatThrownBy(() -> receive(BOTH_PORTS + "020301" + hex("no") + "8005" + hex(" port")))
        .hasMessage("port-forward: no port");
  }

  @Test
  void aCloseFrameEndsThePipe() {
    channel.read();

    receive("8802" + "03e8");

    assertThat(channel.isActive()).isFalse();
  }

  @Test
  void aCloseFrameWithAReasonTellsIt() {
    channel.read();

    assertThatThrownBy(() -> receive("8806" + "03f3" + hex("oops")))
        .hasMessage("port-forward closed with code 1011: oops");
  }

  @Test
  void malformedFramesAreRefused() {
    for (String frame :
        List.of(
            "c20100", // a reserved bit
            "8281000000aa", // masked by a server
            "8303004142", // an opcode that is not defined
            "8101" + "41", // text
            "800100", // a continuation of nothing
            "0201" + "00" + "820100", // a new message inside another
            "09" + "00", // a fragmented ping
            "897e0080", // a ping of 128 bytes
            "827fffffffffffffffff", // a negative length
            "82020541")) { // channel 5
      channel.read();
      assertThatThrownBy(() -> receive(frame)).as(frame).isInstanceOf(IOException.class);
      assertThat(channel.isActive()).as(frame).isFalse();
      nothingIsLeftOver();
      channel = open();
    }
  }

  @Test
  void whatIsFlushedInOneTurnOfTheLoopLeavesAsOneMessage() {
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
    ChannelHandlerContext above = channel.pipeline().lastContext(); // does not end the turn
    ChannelFuture first = above.writeAndFlush(buffer("AB"));
    ChannelFuture second = above.writeAndFlush(buffer("C"));
    assertThat(channel.outboundMessages()).isEmpty();

    channel.runPendingTasks();

    assertThat(sent()).isEqualTo("828400000000" + "00" + "414243");
    assertThat(first.isSuccess() && second.isSuccess()).isTrue();
  }

  @Test
  void whatWasFlushedLeavesBeforeAnEndInTheSameTurn() {
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
    ChannelHandlerContext above = channel.pipeline().lastContext();
    above.writeAndFlush(buffer("AB"));

    above.close();

    assertThat(sent()).isEqualTo("828300000000" + "00" + "4142");
  }

  @Test
  void aLongWriteIsCutIntoFullMessages() {
    int bytes = 3 * ChannelForwarding.DATA_BYTES + 10;
    byte[] payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) ((i * 31) >> 3);
    }
    ChannelFuture written = channel.writeAndFlush(Unpooled.copiedBuffer(payload));
    channel.runPendingTasks();

    ByteArrayOutputStream data = new ByteArrayOutputStream();
    List<Integer> sizes = new ArrayList<>();
    for (ByteBuf frame; (frame = channel.readOutbound()) != null; frame.release()) {
      sizes.add(frame.readableBytes());
      frame.skipBytes(frame.readableBytes() > 200 ? 9 : 7);
      data.writeBytes(ByteBufUtil.getBytes(frame));
    }
    assertThat(sizes).containsExactly(32768, 32768, 32768, 17);
    assertThat(data.toByteArray()).isEqualTo(payload);
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void writesThatWereNotSentFailAndAreReleasedWhenThePipeBreaks() {
    ByteBuf data = buffer("A");
    ChannelFuture written = channel.write(data);

    channel.pipeline().fireChannelInactive();

    assertThat(written.isDone() && !written.isSuccess()).isTrue();
    assertThat(data.refCnt()).isZero();
  }

  @Test
  void bytesThatNobodyAskedForAreReleasedWhenThePipeEnds() {
    ByteBuf early = Unpooled.copiedBuffer(HexFormat.of().parseHex(BOTH_PORTS));
    channel.writeInbound(early);

    channel.close();

    assertThat(early.refCnt()).isZero();
  }

  @Test
  void inboundBytesAreSlicesNotCopies() {
    channel.read();
    ByteBuf bytes = Unpooled.copiedBuffer(HexFormat.of().parseHex("8203002143" + "82020041"));
    channel.writeInbound(bytes);

    ByteBuf data = channel.readInbound();
    bytes.setByte(8, 'Z');
    assertThat(data.toString(StandardCharsets.US_ASCII)).isEqualTo("Z");
    data.release();
    assertThat(bytes.refCnt()).isZero();
  }

  private void receive(String hex) {
    channel.writeInbound(Unpooled.copiedBuffer(HexFormat.of().parseHex(hex)));
  }

  private String received() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf data; (data = channel.readInbound()) != null; data.release()) {
      text.append(data.toString(StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  private String sent() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf data; (data = channel.readOutbound()) != null; data.release()) {
      text.append(ByteBufUtil.hexDump(data));
    }
    return text.toString();
  }

  private static ByteBuf buffer(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
