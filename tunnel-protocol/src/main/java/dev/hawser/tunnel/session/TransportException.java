package dev.hawser.tunnel.session;

import java.io.IOException;

/// A link could not be made or broke; the peer did nothing wrong.
public final class TransportException extends IOException {
  public TransportException(String message) {
    super(message);
  }

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }
}
