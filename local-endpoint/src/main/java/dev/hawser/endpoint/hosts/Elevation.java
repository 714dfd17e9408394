package dev.hawser.endpoint.hosts;

import dev.hawser.endpoint.process.CommandLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How a user without rights starts the [HostsHelper] with them.
public final class Elevation {
  private final String searchPath;
  private final String java;
  private final String classPath;

  /// @param searchPath the directories to look in, as `PATH` has them
  /// @param java the program
  /// @param classPath on which the helper is
  public Elevation(String searchPath, String java, String classPath) {
    this.searchPath = searchPath;
    this.java = java;
    this.classPath = classPath;
  }

  /// The command; empty where there is no program that gives rights.
  public Optional<List<String>> command() {
    return Stream.of("sudo", "pkexec")
        .flatMap(program -> CommandLookup.onPath(program, searchPath).stream())
        .findFirst()
        .map(this::command);
  }

  private List<String> command(Path program) {
    List<String> words = new ArrayList<>();
    words.add(program.toString());
    words.addAll(
        List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx32m", "-cp", classPath));
    words.add(HostsHelper.class.getName());
    return words;
  }
}
