package dev.hawser.cluster.environment;

import dev.hawser.endpoint.environment.Environment;
import java.util.Set;

/// What a running original was asked for its variables, and answered.
public sealed interface OriginalEnvironment {

  /// @param source whose they are, in words
  /// @param ofPod names whose values tell of that very pod; another has others
  record Read(Environment variables, String source, Set<String> ofPod)
      implements OriginalEnvironment {
    public Read {
      ofPod = Set.copyOf(ofPod);
    }
  }

  /// @param why in words, as in "because WHY"
  record Unread(String why) implements OriginalEnvironment {}
}
