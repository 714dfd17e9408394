package dev.hawser.endpoint.outbound;

import io.netty.channel.unix.Errors;

/// Why a listener could not have the port it asked for.
enum BindObstacle {
  IN_USE("another process listens on it"),
  FORBIDDEN("this user may not listen on it (see net.ipv4.ip_unprivileged_port_start)"),
  NO_SUCH_ADDRESS("this machine has no loopback address but 127.0.0.1"),
  OTHER("it cannot be listened on");

  private final String reason;

  BindObstacle(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  /// By Linux's error number where the native transport tells it, for the words may be in the
  /// user's language; else by the words.
  static BindObstacle of(Throwable failure) {
    if (failure instanceof Errors.NativeIoException nativeFailure) {
      return switch (-nativeFailure.expectedErr()) {
        case 98 -> IN_USE;
        case 1, 13 -> FORBIDDEN;
        case 99 -> NO_SUCH_ADDRESS;
        default -> OTHER;
      };
    }
    String message = String.valueOf(failure.getMessage());
    if (message.contains("in use")) {
      return IN_USE;
    }
    if (message.contains("ermission denied")) {
      return FORBIDDEN;
    }
    return message.contains("assign requested address") ? NO_SUCH_ADDRESS : OTHER;
  }
}
