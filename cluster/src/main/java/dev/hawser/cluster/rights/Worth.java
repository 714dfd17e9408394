package dev.hawser.cluster.rights;

/// What a right is good for.
public sealed interface Worth {

  /// Without it there is no session.
  ///
  /// @param purpose what it is needed to do, as in "needed to PURPOSE"
  record Needed(String purpose) implements Worth {}

  /// A session goes on without it.
  ///
  /// @param cost what is lost, as in "without it, COST"
  record Useful(String cost) implements Worth {}
}
