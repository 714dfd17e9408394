package dev.hawser.sandbox;

import dev.hawser.sandbox.node.CommandLine;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a sandbox is started with.
///
/// @param directory for its kubeconfig and its pods' files and logs
/// @param dist where a built Hawser lies, for the agent's image
/// @param images the words of a command by the name of an image, besides those built in
/// @param demo whether to run the shop
public record SandboxSettings(
    Path directory, Path dist, Map<String, List<String>> images, boolean demo) {
  public static final String USAGE =
      "usage: hawser-sandbox --directory DIR [--image NAME=COMMAND]... [--dist DIR] [--demo]";

  public SandboxSettings {
    images = Map.copyOf(images);
  }

  /// @throws IllegalArgumentException saying what is wrong with them
  public static SandboxSettings parse(List<String> arguments) {
    Path directory = null;
    Path dist = BuiltInImages.dist();
    boolean demo = false;
    Map<String, List<String>> images = new LinkedHashMap<>();
    var left = arguments.iterator();
    while (left.hasNext()) {
      String option = left.next();
      if (option.equals("--demo")) {
        demo = true;
        continue;
      }
      if (!left.hasNext()) {
        throw new IllegalArgumentException(option + ": not an option, or without its value");
      }
      String value = left.next();
      switch (option) {
        case "--directory" -> directory = Path.of(value).toAbsolutePath().normalize();
        case "--dist" -> dist = Path.of(value).toAbsolutePath().normalize();
        case "--image" -> {
          String[] sides = value.split("=", 2);
          if (sides.length != 2 || sides[0].isEmpty()) {
            throw new IllegalArgumentException(value + ": not an image (expected: NAME=COMMAND)");
          }
          images.put(sides[0], CommandLine.words(sides[1]));
        }
        default -> throw new IllegalArgumentException(option + ": no such option");
      }
    }
    if (directory == null) {
      throw new IllegalArgumentException("--directory: missing");
    }
    return new SandboxSettings(directory, dist, images, demo);
  }
}
