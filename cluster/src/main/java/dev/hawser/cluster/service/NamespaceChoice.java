package dev.hawser.cluster.service;

/// Whose Services are wanted.
sealed interface NamespaceChoice {
  /// What a user writes for all namespaces.
  String EVERY = "*";

  record One(String name) implements NamespaceChoice {}

  record All() implements NamespaceChoice {}

  static NamespaceChoice of(String word) {
    return word.equals(EVERY) ? new All() : new One(word);
  }
}
