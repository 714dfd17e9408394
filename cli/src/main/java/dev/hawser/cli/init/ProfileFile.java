package dev.hawser.cli.init;

import dev.hawser.cli.config.ConfigText;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// `.hawser/config.yaml` with one profile more; every other line stays as it is.
final class ProfileFile {
  static final String SCHEMA = "config.schema.json";
  private static final String FIRST_LINE = "# yaml-language-server: $schema=" + SCHEMA;

  private ProfileFile() {}

  /// @param before the file's text, if there is one
  /// @return the file's new text
  /// @throws dev.hawser.endpoint.failure.FailureException if the file has such a profile, or is
  ///     written in a way to which nothing can be added
  static String with(Profile profile, Optional<ConfigText> before) {
    if (before.isEmpty()) {
      List<String> lines = new ArrayList<>(List.of(FIRST_LINE, "profile: " + profile.name()));
      lines.add("profiles:");
      lines.addAll(profile.yaml());
      return String.join("\n", lines) + "\n";
    }
    ConfigText file = before.get();
    if (file.profiles().contains(profile.name())) {
      throw new Failure(
              FailureKind.USAGE,
              "%s has a profile '%s' already".formatted(file.path(), profile.name()),
              "give another name with --profile, or remove that one first")
          .asException();
    }
    List<String> lines = new ArrayList<>(file.text().lines().toList());
    OptionalInt profiles = file.profilesLine();
    int at = profiles.isPresent() ? profiles.getAsInt() : lines.size();
    List<String> added = new ArrayList<>();
    if (profiles.isEmpty()) {
      added.add("profiles:");
    }
    profile.yaml().forEach(line -> added.add(indented(line, file.indent())));
    lines.addAll(at, added);
    String text = String.join(file.lineEnd(), lines) + file.lineEnd();
    if (!file.after(text).profiles().contains(profile.name())) {
      throw new Failure(
              FailureKind.USAGE,
              "nothing can be added to " + file.path() + " as it is written",
              "add these lines yourself: " + String.join("\\n", added))
          .asException();
    }
    return text;
  }

  /// As the file's other profiles are.
  private static String indented(String line, int indent) {
    String text = line.stripLeading();
    return " ".repeat((line.length() - text.length()) / 2 * indent) + text;
  }
}
