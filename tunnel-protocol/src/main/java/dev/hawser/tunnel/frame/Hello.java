package dev.hawser.tunnel.frame;

/// What each side says first, and what it lets the other do.
///
/// @param version of the protocol; both sides must name the same
/// @param maxDataLength longest DATA payload that this side accepts, in bytes
/// @param streamWindow bytes that may be sent on a new stream before the first CREDIT for it
/// @param sessionWindow bytes that may be sent on all streams before the first CREDIT for stream 0
/// @param role which end this is
public record Hello(
    int version, int maxDataLength, int streamWindow, long sessionWindow, Role role) {
  public static final int VERSION = 1;
  public static final int MAX_DATA_LENGTH = 64 * 1024;
  public static final int STREAM_WINDOW = 256 * 1024;
  public static final long SESSION_WINDOW = 32L * 1024 * 1024;

  public static Hello ours(Role role) {
    return new Hello(VERSION, MAX_DATA_LENGTH, STREAM_WINDOW, SESSION_WINDOW, role);
  }

  /// Whether a peer of the given role may say this to us.
  ///
  /// @throws ProtocolException if not, with the offending value
  public void checkFrom(Role expected) {
    if (version != VERSION) {
      throw new ProtocolException(
          ErrorCode.VERSION, "version: %d (expected: %d)".formatted(version, VERSION));
    }
    if (role != expected) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "role: " + role);
    }
    if (maxDataLength < 1024 || streamWindow < 0 || sessionWindow < 0) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "limits out of range: " + this);
    }
  }
}
