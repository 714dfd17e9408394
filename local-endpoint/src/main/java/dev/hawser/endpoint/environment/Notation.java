package dev.hawser.endpoint.environment;

import java.util.List;
import java.util.Optional;

/// How variables are written down for one kind of reader. What it writes comes back to the last
/// byte; what would not is left out.
interface Notation {

  /// What says that a variable has this value; empty if nothing would.
  Optional<String> entry(String name, String value);

  /// The entries as one document.
  default String document(List<String> entries) {
    return String.join("", entries);
  }
}
