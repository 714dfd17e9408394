package dev.hawser.tunnel.frame;

/// The eight bytes before each payload, read and written as one big-endian long:
///
/// ```
///  63   60 59   56 55                    32 31                              0
/// +-------+-------+------------------------+---------------------------------+
/// | type  | flags |     payload length     |            stream id            |
/// +-------+-------+------------------------+---------------------------------+
/// ```
///
/// Stream 0 is the session. The endpoint opens odd streams, the agent even ones; ids rise and are
/// never used again.
public final class FrameHeader {
  public static final int BYTES = 8;

  /// On DATA: the sender sends no more on this stream.
  public static final int FIN = 0x1;

  private static final int MAX_LENGTH = 0xFF_FFFF;

  private FrameHeader() {}

  public static long of(FrameType type, int flags, int length, int streamId) {
    assert (flags & ~0xF) == 0 && (length & ~MAX_LENGTH) == 0 && streamId >= 0;
    return (long) type.code() << 60 | (long) flags << 56 | (long) length << 32 | streamId;
  }

  static int typeCode(long header) {
    return (int) (header >>> 60);
  }

  static int flags(long header) {
    return (int) (header >>> 56) & 0xF;
  }

  static int length(long header) {
    return (int) (header >>> 32) & MAX_LENGTH;
  }

  static int streamId(long header) {
    return (int) header;
  }
}
