package dev.hawser.sandbox.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.sandbox.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the node can "pull": commands of this machine by the names of images. In them `{hosts}`,
/// `{address}` and `{volumes}` stand for what the pod has; the rest is filled in at the start.
///
/// @param commands the words of each image's command, its entry point
public record Images(Map<String, List<String>> commands) {
  public Images {
    commands = Map.copyOf(commands);
  }

  /// The words to run; empty if there is no such image.
  ///
  /// @param places what the pod has, by the name of its placeholder
  /// @param environment for `$(NAME)` in the container's command and arguments
  Optional<List<String>> command(
      JsonNode container, Map<String, String> places, Map<String, String> environment) {
    return Optional.ofNullable(commands.get(Json.text(container, "/image")))
        .map(
            entryPoint -> {
              List<String> words = new ArrayList<>();
              if (container.path("command").isEmpty()) {
                words.addAll(CommandLine.fill(entryPoint, places));
              }
              for (String list : new String[] {"command", "args"}) {
                container
                    .path(list)
                    .forEach(word -> words.add(Variables.expand(word.asText(), environment)));
              }
              return words;
            });
  }
}
