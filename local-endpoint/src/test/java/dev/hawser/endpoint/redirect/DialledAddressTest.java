package dev.hawser.endpoint.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DialledAddressTest {
  private static final byte[] LOOPBACK = {127, 1, 2, 3};

  @Test
  void anAddressOfIpv4IsUnderstood() {
    DialledAddress address = new DialledAddress(ipv4(80));

    assertThat(address.target()).hasValue(new InetSocketAddress("127.1.2.3", 80));
    assertThat(address.at(40_000)).isEqualTo(ipv4(40_000));
  }

  @Test
  void oneOfIpv4ThatIsWrittenAsIpv6IsTheSame() {
    ByteBuffer mapped = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder()).putShort((short) 10);
    mapped.order(ByteOrder.BIG_ENDIAN).putShort((short) 443).position(18);
    mapped.putShort((short) 0xFFFF).put(LOOPBACK);

    assertThat(new DialledAddress(mapped.array()).target())
        .hasValue(new InetSocketAddress("127.1.2.3", 443));
  }

  @Test
  void whatIsNoneOrIsCutShortLeadsNowhere() {
    byte[] unix = new byte[110];
    ByteBuffer.wrap(unix).order(ByteOrder.nativeOrder()).putShort((short) 1);

    assertThat(new DialledAddress(unix).target()).isEmpty();
    assertThat(new DialledAddress(new byte[] {2, 0, 0, 80}).target()).isEmpty();
    assertThat(new DialledAddress(new byte[0]).target()).isEmpty();
  }

  private static byte[] ipv4(int port) {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putShort((short) 2);
    return bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port).put(LOOPBACK).array();
  }
}
