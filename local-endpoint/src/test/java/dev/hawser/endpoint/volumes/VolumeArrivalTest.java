package dev.hawser.endpoint.volumes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeArrivalTest {
  private final Path mirror;

  VolumeArrivalTest(@TempDir Path directory) throws IOException {
    mirror = Files.createDirectory(directory.resolve("mirror"));
  }

  private static InputStream archive(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length());
      tar.putArchiveEntry(entry);
      tar.write(content.getBytes(UTF_8));
      tar.closeArchiveEntry();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  @Test
  void aVolumeOnDemandLiesAtItsPathAndNothingBesideIt() throws Exception {
    VolumeMirror came =
        VolumeArrival.into(mirror, "/var/lib/data", archive("var/lib/data/big", "x"));

    assertThat(came.files()).isEqualTo(1);
    assertThat(mirror.resolve("var/lib/data/big")).hasContent("x");
    assertThat(mirror.resolveSibling("mirror.arriving")).doesNotExist();
  }

  @Test
  void whatIsThereIsNotWrittenOver() throws Exception {
    Path there = Files.createDirectories(mirror.resolve("data"));
    Files.writeString(there.resolve("mine"), "changed here");

    assertThat(VolumeArrival.into(mirror, "/data", archive("data/mine", "x")).files()).isZero();

    assertThat(there.resolve("mine")).hasContent("changed here");
  }

  @Test
  void aPathThatLeadsOutIsRefused() throws Exception {
    InputStream archive = archive("x", "x");
    assertThatThrownBy(() -> VolumeArrival.into(mirror, "/../outside", archive))
        .isInstanceOf(IOException.class);
    assertThat(mirror.resolveSibling("outside")).doesNotExist();
  }
}
