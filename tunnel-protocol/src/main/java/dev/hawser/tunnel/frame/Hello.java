package dev.hawser.tunnel.frame;

import java.util.UUID;

/// What each side says first on a link: what it lets the other do, and from where it goes on.
///
/// @param version of the protocol; both sides must name the same
/// @param maxDataLength longest DATA payload that this side accepts, in bytes
/// @param streamWindow bytes that may be sent on a new stream before the first CREDIT for it
/// @param sessionWindow bytes that may be sent on all streams before the first CREDIT for stream 0
/// @param role which end this is
/// @param lane which of the links that go beside each other; each is a session of its own
/// @param session made by the endpoint; the agent repeats it
/// @param epoch 1 on a session's first link, higher on each later one; the agent repeats it
/// @param received bytes of resumable frames that this side has of the session so far
public record Hello(
    int version,
    int maxDataLength,
    int streamWindow,
    long sessionWindow,
    Role role,
    int lane,
    UUID session,
    int epoch,
    long received) {
  public static final int VERSION = 1;
  public static final int MAX_DATA_LENGTH = 64 * 1024;

  /// What every peer accepts: so DATA frames of this length may always be sent.
  public static final int LEAST_DATA_LENGTH = 32 * 1024;

  public static final int STREAM_WINDOW = 256 * 1024;
  public static final long SESSION_WINDOW = 32L * 1024 * 1024;
  public static final int MAX_LANES = 16;
  public static final int FIRST_EPOCH = 1;

  public static Hello ours(Role role, int lane, UUID session, int epoch, long received) {
    return new Hello(
        VERSION,
        MAX_DATA_LENGTH,
        STREAM_WINDOW,
        SESSION_WINDOW,
        role,
        lane,
        session,
        epoch,
        received);
  }

  /// Whether it begins a session; else it resumes one.
  public boolean isFirst() {
    return epoch == FIRST_EPOCH;
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
    boolean fits =
        maxDataLength >= LEAST_DATA_LENGTH
            && streamWindow >= 0
            && sessionWindow >= 0
            && lane < MAX_LANES
            && epoch >= FIRST_EPOCH
            && received >= 0
            && (received == 0 || !isFirst());
    if (!fits) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "limits out of range: " + this);
    }
  }
}
