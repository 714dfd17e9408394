package dev.hawser.cli.report;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// This user's sessions on this machine, each asked how it is.
///
/// @param reports of those that answered
/// @param silent the processes that have a session and did not answer in time, or not in sense
public record RunningSessions(List<Diagnosis> reports, List<Long> silent) {

  public RunningSessions {
    reports = List.copyOf(reports);
    silent = List.copyOf(silent);
  }

  /// Asks all of them at once. What a dead process left is removed.
  ///
  /// @param directory where sessions have their [ReportSocket]
  /// @param limit for the answers
  public static RunningSessions ask(Path directory, Duration limit) {
    List<Question> questions =
        sockets(directory).stream().map(socket -> Question.ask(socket, limit)).toList();
    List<Diagnosis> reports = new ArrayList<>();
    List<Long> silent = new ArrayList<>();
    for (Question question : questions) {
      try {
        reports.add(question.answer().join());
      } catch (CompletionException e) {
        if (e.getCause() instanceof ConnectException) {
          delete(question.socket()); // nobody listens, and nobody will again
        } else if (Files.exists(question.socket())) { // else it ended just now
          silent.add(question.pid());
        }
      }
    }
    return new RunningSessions(reports, silent);
  }

  private static List<Path> sockets(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ReportSocket::isOne)) {
      files.forEach(found::add);
    } catch (IOException none) {
      // no session has ever run here
    }
    return found;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // it does no harm
    }
  }
}
