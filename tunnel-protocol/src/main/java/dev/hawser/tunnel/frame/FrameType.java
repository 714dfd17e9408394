package dev.hawser.tunnel.frame;

import org.jspecify.annotations.Nullable;

/// What a frame is: the first four bits of its header, and which payload lengths it may have.
public enum FrameType {
  /// Bytes of a stream; [FrameHeader#FIN] on the last.
  DATA(0x0, 0, Integer.MAX_VALUE, true),
  /// A new stream and where it shall lead.
  OPEN(0x1, 4, 4 + 255, true),
  /// The destination of a stream was reached.
  OPEN_OK(0x2, 0, 0, true),
  /// Ends a stream in both directions at once.
  RST(0x3, 12, 12, true),
  /// Raises how far the peer may send, on a stream or (stream 0) in all.
  CREDIT(0x4, 8, 8, true),
  /// Asks for a [#PONG] with the same eight bytes.
  PING(0x5, 8, 8, false),
  PONG(0x6, 8, 8, false),
  /// First frame of each side on a link: version, limits, which session it is and from where it
  /// goes on.
  HELLO(0x7, 48, 48, false),
  /// The session ends, and why; second phase of an orderly end.
  GOAWAY(0x8, 4, 4 + 255, false),
  /// How many bytes of resumable frames have been received.
  ACK(0x9, 8, 8, false),
  /// What the peer still sends on a stream would be thrown away.
  STOP_SENDING(0xA, 4, 4, true),
  /// The sender takes no more streams and opens none: first phase of an orderly end.
  DRAIN(0xB, 4, 4, true),
  /// One datagram of a stream: neither credited nor sent again.
  DATAGRAM(0xC, 0, 65_535, false);

  private static final @Nullable FrameType[] BY_CODE = new FrameType[16];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final int minLength;
  private final int maxLength;
  private final boolean resumable;

  FrameType(int code, int minLength, int maxLength, boolean resumable) {
    this.code = code;
    this.minLength = minLength;
    this.maxLength = maxLength;
    this.resumable = resumable;
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

  /// Whether it belongs to the session and is sent again on the next link if the one before lost
  /// it; the others are of one link.
  public boolean isResumable() {
    return resumable;
  }

  /// The type of a four-bit code, or null if there is none.
  static @Nullable FrameType of(int code) {
    return BY_CODE[code];
  }

  boolean allows(int length) {
    return length >= minLength && length <= maxLength;
  }

  /// The longest payload of the types that are neither [#DATA] nor [#DATAGRAM].
  static final int MAX_CONTROL_LENGTH = 4 + 255;
}
