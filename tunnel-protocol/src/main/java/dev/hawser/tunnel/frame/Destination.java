package dev.hawser.tunnel.frame;

import java.nio.charset.StandardCharsets;

/// Where a stream leads, as its opener names it.
///
/// @param host a DNS name or literal address, or a service's name; at most 255 bytes of UTF-8;
///     empty for "where you stand"
/// @param port 0 to 65535
public record Destination(StreamProtocol protocol, String host, int port) {
  static final int MAX_HOST_BYTES = 255;

  public Destination {
    if (host.getBytes(StandardCharsets.UTF_8).length > MAX_HOST_BYTES) {
      throw new IllegalArgumentException("host: longer than 255 bytes: %.80s…".formatted(host));
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port: %d (expected: 0 to 65535)".formatted(port));
    }
  }

  public static Destination tcp(String host, int port) {
    return new Destination(StreamProtocol.TCP, host, port);
  }

  public static Destination udp(String host, int port) {
    return new Destination(StreamProtocol.UDP, host, port);
  }

  public static Destination service(String name) {
    return new Destination(StreamProtocol.SERVICE, name, 0);
  }
}
