package dev.hawser.cluster.carrier;

import java.io.IOException;

/// The API server answered the request for a port-forward with something else than an upgrade.
final class UpgradeRefused extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  UpgradeRefused(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
