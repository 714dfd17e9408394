package dev.hawser.tunnel.frame;

/// Why a session ends, as GOAWAY tells it.
public enum ErrorCode {
  /// Nothing is wrong: the session is over.
  NONE(0),
  /// A frame that the protocol does not allow here.
  PROTOCOL(1),
  /// More bytes than credit was given for.
  FLOW_CONTROL(2),
  /// A payload longer than the type or the HELLO allows.
  FRAME_SIZE(3),
  /// The other side speaks another version.
  VERSION(4),
  /// A fault of the sender.
  INTERNAL(5),
  /// The session that a link would resume is not known: it ended, or was another process's.
  UNKNOWN_SESSION(6),
  /// A link of a later epoch has taken this one's place.
  STALE_EPOCH(7),
  /// More frames of a kind than a peer in its senses sends.
  FLOODED(8);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// Codes of later versions read as [#INTERNAL].
  static ErrorCode of(int code) {
    for (ErrorCode known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    return INTERNAL;
  }
}
