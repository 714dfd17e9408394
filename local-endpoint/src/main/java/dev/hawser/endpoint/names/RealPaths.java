package dev.hawser.endpoint.names;

import java.util.List;
import java.util.stream.Collectors;

/// Which volumes a capsule has at the paths that they have in the container.
///
/// @param there how many
/// @param missing the others, each with the reason
public record RealPaths(int there, List<String> missing) {

  public RealPaths {
    missing = List.copyOf(missing);
  }

  /// @param without why none is there though some could be; else empty
  static RealPaths of(CapsulePlan plan, String without) {
    return new RealPaths(
        plan.places().size(),
        without.isEmpty()
            ? plan.refused().entrySet().stream()
                .map(refused -> "%s (%s)".formatted(refused.getKey(), refused.getValue()))
                .sorted()
                .toList()
            : List.of("any (%s)".formatted(without)));
  }

  /// To be appended to a sentence.
  String words() {
    String lie =
        switch (there) {
          case 0 -> "";
          case 1 -> ", and a volume at its path in the container";
          default -> ", and %d volumes at their paths in the container".formatted(there);
        };
    return missing.isEmpty()
        ? lie
        : lie + missing.stream().collect(Collectors.joining(", ", ", but not ", ""));
  }
}
