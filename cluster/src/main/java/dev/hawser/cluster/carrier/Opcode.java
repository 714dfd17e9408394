package dev.hawser.cluster.carrier;

import org.jspecify.annotations.Nullable;

/// The kinds of WebSocket frame (RFC 6455, section 5.2).
enum Opcode {
  CONTINUATION(0),
  TEXT(1),
  BINARY(2),
  CLOSE(8),
  PING(9),
  PONG(10);

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  boolean isControl() {
    return code >= 8;
  }

  /// Null for a code that the RFC leaves open.
  static @Nullable Opcode of(int code) {
    for (Opcode opcode : values()) {
      if (opcode.code == code) {
        return opcode;
      }
    }
    return null;
  }
}
