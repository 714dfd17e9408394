package dev.hawser.sandbox.node;

/// A container cannot be made yet: something that it refers to is not there.
final class MissingReferenceException extends RuntimeException {
  MissingReferenceException(String message) {
    super(message);
  }
}
