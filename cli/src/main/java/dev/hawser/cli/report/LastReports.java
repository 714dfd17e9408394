package dev.hawser.cli.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last report of each session that ran on this machine of late, a file beside the log of its
/// process: that of its end or, where it still runs or was killed, one that was made before.
///
/// @param directory which only its user may enter
public record LastReports(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(LastReports.class);
  private static final String FILES = "*.json";

  /// Where a process leaves its own.
  public static Path file(Path directory, long pid) {
    return directory.resolve(pid + ".json");
  }

  /// Writes or replaces the report of its process.
  public void write(Diagnosis report) throws IOException {
    PrivateFiles.replace(
        file(directory, report.session().pid()), new JsonMapper().writeValueAsBytes(report));
  }

  /// The newest first; what cannot be read is left out.
  public List<Diagnosis> all() {
    return read().stream().sorted(Comparator.comparing(Diagnosis::madeAt).reversed()).toList();
  }

  private List<Diagnosis> read() {
    List<Diagnosis> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, FILES)) {
      for (Path file : files) {
        try {
          found.add(new JsonMapper().readValue(Files.readAllBytes(file), Diagnosis.class));
        } catch (IOException e) {
          LOG.info("{}: not a report of this version", file, e);
        }
      }
    } catch (IOException none) {
      // no session has ever run here
    }
    return found;
  }
}
