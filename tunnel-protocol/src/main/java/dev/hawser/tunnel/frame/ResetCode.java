package dev.hawser.tunnel.frame;

/// Why a stream is reset.
public enum ResetCode {
  /// Its opener or acceptor no longer wants it.
  CANCELLED(0),
  /// The destination refused the connection.
  REFUSED(1),
  /// No way to the destination.
  UNREACHABLE(2),
  /// The destination's name is not known there.
  UNRESOLVED(3),
  /// The destination did not answer in time.
  TIMED_OUT(4),
  /// The connection behind the stream was reset.
  CONNECTION_RESET(5),
  /// A destination of a kind that this end does not serve.
  UNSUPPORTED(6),
  /// A fault of the end that resets.
  INTERNAL(7),
  /// The session ended; never sent, only told to the streams that end with it.
  SESSION_CLOSED(8),
  /// The line stayed broken for longer than the grace period; never sent.
  LINE_LOST(9),
  /// There are too many streams already.
  TOO_MANY(10),
  /// The other end takes no more streams, for it is about to end.
  DRAINING(11);

  private final int code;

  ResetCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /// Codes of later versions read as [#INTERNAL].
  static ResetCode of(int code) {
    for (ResetCode known : values()) {
      if (known.code == code) {
        return known;
      }
    }
    return INTERNAL;
  }
}
