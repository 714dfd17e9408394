package dev.hawser.endpoint.redirect;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// A `struct sockaddr` of IPv4 (ip(7)) or IPv6 (ipv6(7)), as connect(2) gets it.
final class DialledAddress {
  private static final int IPV4 = 2;
  private static final int IPV6 = 10;
  private static final int PORT = 2;
  private static final int IPV4_ADDRESS = 4;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_ADDRESS = 8;
  private static final int IPV6_BYTES = 16;

  private final byte[] bytes;

  DialledAddress(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /// Where it leads; an IPv4 address that is written as IPv6 (RFC 4291 §2.5.5.2) is one of IPv4.
  Optional<InetSocketAddress> target() {
    if (bytes.length < IPV4_ADDRESS + IPV4_BYTES) {
      return Optional.empty();
    }
    return switch (ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getShort(0)) {
      case IPV4 -> Optional.of(target(IPV4_ADDRESS, IPV4_BYTES));
      case IPV6 ->
          bytes.length < IPV6_ADDRESS + IPV6_BYTES
              ? Optional.empty()
              : Optional.of(target(IPV6_ADDRESS, IPV6_BYTES));
      default -> Optional.empty();
    };
  }

  private InetSocketAddress target(int from, int length) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + length)),
          Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(PORT)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of 4 or 16 bytes", e);
    }
  }

  /// The same with another port.
  byte[] at(int port) {
    byte[] other = bytes.clone();
    ByteBuffer.wrap(other).putShort(PORT, (short) port);
    return other;
  }
}
