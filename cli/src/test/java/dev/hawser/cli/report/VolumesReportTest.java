package dev.hawser.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.report.VolumesReport.Mount;
import dev.hawser.endpoint.volumes.VolumeMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesReportTest {
  private final Path directory;

  VolumesReportTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aMountHasTheFilesThatAProcessSeesThere() throws IOException {
    Path config = Files.createDirectories(directory.resolve("etc/app"));
    Path version = Files.createDirectory(config.resolve("..2026_11_28"));
    Files.writeString(version.resolve("a.txt"), "a");
    Files.createSymbolicLink(config.resolve("..data"), Path.of("..2026_11_28"));
    Files.createSymbolicLink(config.resolve("a.txt"), Path.of("..data/a.txt"));
    Files.writeString(Files.createDirectory(config.resolve("sub")).resolve("b.txt"), "b");
    Files.writeString(directory.resolve("etc/single"), "c");
    VolumeMirror mirror =
        new VolumeMirror(
            directory, 4, 3, List.of(new VolumeMirror.Skipped("/data", "larger than 64 MiB")));

    VolumesReport report =
        VolumesReport.of(mirror, List.of("/etc/app", "/etc/single", "/not/there"));

    assertThat(report.mounts())
        .containsExactly(
            new Mount("/etc/app", 2), new Mount("/etc/single", 1), new Mount("/not/there", 0));
    assertThat(report.skipped())
        .containsExactly(new VolumesReport.Skipped("/data", "larger than 64 MiB"));
  }
}
