package dev.hawser.tunnel.frame;

import org.jspecify.annotations.Nullable;

/// The two ends of a tunnel.
public enum Role {
  /// On the developer's machine: opens odd streams and links; client of the TLS handshake.
  ENDPOINT(1),
  /// In the pod: opens even streams, waits for links; server of the TLS handshake.
  AGENT(2);

  private final int code;

  Role(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static @Nullable Role of(int code) {
    return switch (code) {
      case 1 -> ENDPOINT;
      case 2 -> AGENT;
      default -> null;
    };
  }

  public Role peer() {
    return this == ENDPOINT ? AGENT : ENDPOINT;
  }

  public int firstStreamId() {
    return this == ENDPOINT ? 1 : 2;
  }

  /// Whether this end is the one that may open the stream.
  public boolean opens(int streamId) {
    return (streamId & 1) == (code & 1);
  }
}
