package dev.hawser.endpoint.names;

/// Which way of names the user wants.
public enum NameWish {
  /// The best that works without asking anybody.
  AUTO,
  /// A block in the machine's hosts file.
  HOSTS,
  /// A private hosts file for the command.
  CAPSULE,
  /// An agent in JVMs.
  JVM,
  /// Variables only.
  ENV
}
