package dev.hawser.tunnel.frame;

import org.jspecify.annotations.Nullable;

/// What a stream's bytes are at its far end.
public enum StreamProtocol {
  /// Those of a TCP connection to the destination's host and port.
  TCP(1),
  /// Those of something that the far end serves itself, named by the destination's host.
  SERVICE(2),
  /// Datagrams, to and from one UDP port.
  UDP(3);

  private final int code;

  StreamProtocol(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static @Nullable StreamProtocol of(int code) {
    return switch (code) {
      case 1 -> TCP;
      case 2 -> SERVICE;
      case 3 -> UDP;
      default -> null;
    };
  }
}
