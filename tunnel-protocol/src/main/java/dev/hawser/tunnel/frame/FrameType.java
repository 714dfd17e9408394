package dev.hawser.tunnel.frame;

import org.jspecify.annotations.Nullable;

/// What a frame is: the first four bits of its header, and which payload lengths it may have.
public enum FrameType {
  /// Bytes of a stream; [FrameHeader#FIN] on the last.
  DATA(0x0, 0, Integer.MAX_VALUE),
  /// A new stream and where it shall lead.
  OPEN(0x1, 4, 4 + 255),
  /// The destination of a stream was reached.
  OPEN_OK(0x2, 0, 0),
  /// Ends a stream in both directions at once.
  RST(0x3, 12, 12),
  /// Raises how far the peer may send, on a stream or (stream 0) in all.
  CREDIT(0x4, 8, 8),
  /// Asks for a [#PONG] with the same eight bytes.
  PING(0x5, 8, 8),
  PONG(0x6, 8, 8),
  /// First frame of each side: version and limits.
  HELLO(0x7, 19, 19),
  /// The session ends, and why.
  GOAWAY(0x8, 4, 4 + 255);

  private static final @Nullable FrameType[] BY_CODE = new FrameType[16];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final int minLength;
  private final int maxLength;

  FrameType(int code, int minLength, int maxLength) {
    this.code = code;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  public int code() {
    return code;
  }

  /// Shortest payload, in bytes.
  public int minLength() {
    return minLength;
  }

  /// Longest payload, in bytes; of [#DATA], HELLO tells it.
  public int maxLength() {
    return maxLength;
  }

  /// The type of a four-bit code, or null if there is none.
  static @Nullable FrameType of(int code) {
    return BY_CODE[code];
  }

  boolean allows(int length) {
    return length >= minLength && length <= maxLength;
  }

  /// The longest payload of all types but [#DATA].
  static final int MAX_CONTROL_LENGTH = 4 + 255;
}
