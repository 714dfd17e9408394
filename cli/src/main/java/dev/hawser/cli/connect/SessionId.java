package dev.hawser.cli.connect;

import java.security.SecureRandom;

/// Names of sessions: ten characters that are fit for a label, unique enough for a cluster.
final class SessionId {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int LENGTH = 10;

  private SessionId() {}

  static String random() {
    return new SecureRandom()
        .ints(LENGTH, 0, ALPHABET.length())
        .collect(
            StringBuilder::new,
            (text, index) -> text.append(ALPHABET.charAt(index)),
            StringBuilder::append)
        .toString();
  }
}
