package dev.hawser.cli.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What processes of this user left in their directory: each its log (`4711.log`), copies of its
/// agents' logs (`4711-orders-7d9c.log`) and, if it had a session, its last report (`4711.json`).
final class LogFiles {
  static final int SESSIONS_KEPT = 10;
  static final int OTHERS_KEPT = 10;
  private static final Pattern NAME =
      Pattern.compile("(\\d{1,10})(-[a-z0-9.-]+)?\\.(log|log\\.1|json)");

  private LogFiles() {}

  /// One process's.
  private record Group(long pid, List<Path> files) {
    boolean isSession() {
      return files.stream().anyMatch(file -> file.toString().endsWith(".json"));
    }

    boolean isOfTheLiving() {
      return ProcessHandle.of(pid).isPresent();
    }

    long newestMilliseconds() {
      return files.stream().mapToLong(Group::modifiedMilliseconds).max().orElse(0);
    }

    private static long modifiedMilliseconds(Path file) {
      return file.toFile().lastModified();
    }
  }

  /// Deletes what the oldest of those processes left that have ended; sessions count apart from
  /// commands that had none.
  static void removeOld(Path directory) {
    List<Group> groups = groups(directory);
    removeOld(groups.stream().filter(Group::isSession).toList(), SESSIONS_KEPT);
    removeOld(groups.stream().filter(group -> !group.isSession()).toList(), OTHERS_KEPT);
  }

  private static void removeOld(List<Group> groups, int kept) {
    groups.stream()
        .filter(group -> !group.isOfTheLiving())
        .sorted(Comparator.comparing(Group::newestMilliseconds).reversed())
        .skip(kept)
        .flatMap(group -> group.files().stream())
        .forEach(LogFiles::delete);
  }

  private static List<Group> groups(Path directory) {
    Map<Long, List<Path>> byProcess = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          byProcess
              .computeIfAbsent(Long.parseLong(name.group(1)), pid -> new ArrayList<>())
              .add(file);
        }
      }
    } catch (IOException e) {
      return List.of(); // then there is nothing to remove either
    }
    return byProcess.entrySet().stream()
        .map(entry -> new Group(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // the next process tries again
    }
  }
}
