package dev.hawser.cli.init;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// For which editors files are written.
public enum Ide {
  NONE,
  VSCODE,
  INTELLIJ,
  BOTH;

  boolean isVsCode() {
    return this == VSCODE || this == BOTH;
  }

  boolean isIntelliJ() {
    return this == INTELLIJ || this == BOTH;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Ide::toString).toList();
  }

  static Ide of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /// Those whose files the project has.
  static Ide usedIn(Path directory) {
    boolean vsCode = Files.isDirectory(directory.resolve(".vscode"));
    boolean intelliJ = Files.isDirectory(directory.resolve(".idea"));
    if (vsCode) {
      return intelliJ ? BOTH : VSCODE;
    }
    return intelliJ ? INTELLIJ : NONE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
