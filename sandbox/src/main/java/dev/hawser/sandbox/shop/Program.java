package dev.hawser.sandbox.shop;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The shop's programs. Each has a port of its own, so that one of them on a developer's machine
/// leaves the others' Services at their real ports there.
enum Program {
  FRONT(8080),
  ORDERS(8081),
  STOCK(8082);

  private final int port;

  Program(int port) {
    this.port = port;
  }

  /// @param name as in a Deployment or on the command line
  static Optional<Program> named(String name) {
    return Stream.of(values()).filter(program -> program.label().equals(name)).findFirst();
  }

  /// Its name, and its Service's.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Of its Service and of itself.
  int port() {
    return port;
  }
}
