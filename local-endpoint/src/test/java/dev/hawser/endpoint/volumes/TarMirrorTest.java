package dev.hawser.endpoint.volumes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.bootstrap.AgentService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarMirrorTest {
  private final Path temporary;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, UTF_8.name());

  TarMirrorTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @BeforeEach
  void longNames() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  private Path root() {
    return temporary.resolve("mirror");
  }

  private void directory(String name, int mode) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name + "/", TarConstants.LF_DIR);
    entry.setMode(mode);
    put(entry, "");
  }

  private void file(String name, int mode, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setMode(mode);
    put(entry, content);
  }

  private void link(String name, String target) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK, true);
    entry.setLinkName(target);
    put(entry, "");
  }

  private void leftOut(String name, String reason) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.addPaxHeader(AgentService.SKIPPED, reason);
    put(entry, "");
  }

  private void put(TarArchiveEntry entry, String content) throws IOException {
    entry.setSize(content.getBytes(UTF_8).length);
    tar.putArchiveEntry(entry);
    tar.write(content.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  private VolumeMirror mirrored() throws IOException {
    tar.finish();
    return TarMirror.write(
        new ByteArrayInputStream(bytes.toByteArray()), root(), TarMirror.LIMIT_BYTES);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aConfigMapIsThereAsInThePod() throws Exception {
    directory("etc/app", 01777);
    directory("etc/app/..2026_11_22", 0755);
    file("etc/app/..2026_11_22/app.properties", 0644, "a=1\nü\n");
    link("etc/app/..data", "..2026_11_22");
    link("etc/app/app.properties", "..data/app.properties");

    VolumeMirror mirror = mirrored();

    assertThat(root().resolve("etc/app/app.properties")).hasContent("a=1\nü\n");
    assertThat(Files.readSymbolicLink(root().resolve("etc/app/..data")))
        .hasToString("..2026_11_22");
    assertThat(mirror.files()).isEqualTo(3);
    assertThat(mirror.bytes()).isEqualTo(7);
    assertThat(mirror.skipped()).isEmpty();
    assertThat(mode(root())).isEqualTo("rwx------");
    assertThat(mode(root().resolve("etc"))).isEqualTo("rwx------");
    assertThat(mode(root().resolve("etc/app"))).isEqualTo("rwxrwxrwx");
  }

  @Test
  void modesAreThoseOfThePodAndTheOwnerCanAlwaysRead() throws Exception {
    directory("run/keys", 0500);
    file("run/keys/id", 0400, "k");
    file("run/keys/none", 0000, "k");
    file("run/keys/tool", 04755, "k");

    mirrored();

    assertThat(mode(root().resolve("run/keys"))).isEqualTo("rwx------");
    assertThat(mode(root().resolve("run/keys/id"))).isEqualTo("r--------");
    assertThat(mode(root().resolve("run/keys/none"))).isEqualTo("r--------");
    assertThat(mode(root().resolve("run/keys/tool"))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void nothingIsWrittenOutsideOfTheDirectory() throws Exception {
    file("../evil", 0644, "x");
    file("a/../../evil", 0644, "x");
    file("/b/./absolute", 0644, "inside");
    link("c", "../..");
    link("d", "e/../../..");
    link("e", ".");
    file("e/f", 0644, "through a link");
    link("g/h", "..");

    VolumeMirror mirror = mirrored();

    assertThat(temporary.resolve("evil")).doesNotExist();
    assertThat(root().resolve("b/absolute")).hasContent("inside");
    assertThat(root().resolve("f")).doesNotExist();
    assertThat(mirror.skipped())
        .extracting(VolumeMirror.Skipped::path)
        .containsExactly("/../evil", "/a/../../evil", "/c", "/d", "/e/f");
    try (var all = Files.list(temporary)) {
      assertThat(all).containsExactly(root());
    }
  }

  @Test
  void absoluteLinksLeadIntoTheMirrorOrAreTold() throws Exception {
    link("etc/app/zone", "/usr/share/zoneinfo/UTC");
    link("etc/app/first", "/etc/app/second");
    link("etc/app/second", "/etc/other/real");
    file("etc/other/real", 0644, "here");

    VolumeMirror mirror = mirrored();

    assertThat(root().resolve("etc/app/first")).isSymbolicLink().hasContent("here");
    assertThat(Files.readSymbolicLink(root().resolve("etc/app/first"))).isRelative();
    assertThat(mirror.files()).isEqualTo(3);
    assertThat(mirror.skipped())
        .containsExactly(
            new VolumeMirror.Skipped("/etc/app/zone", "the link leads out of the volumes"));
  }

  @Test
  void whatTheAgentLeftOutIsTold() throws Exception {
    leftOut("var/lib/data", "larger than 64 MiB");
    file("etc/app/half", 0644, "half\0\0\0\0");
    leftOut("etc/app/half", "shrank while\n\u001b[31m it was read");

    VolumeMirror mirror = mirrored();

    assertThat(mirror.skipped())
        .containsExactly(
            new VolumeMirror.Skipped("/var/lib/data", "larger than 64 MiB"),
            new VolumeMirror.Skipped("/etc/app/half", "shrank while [31m it was read"));
    assertThat(root().resolve("etc/app/half")).doesNotExist();
    assertThat(root().resolve("var/lib/data")).doesNotExist();
    assertThat(mirror.files()).isZero();
    assertThat(mirror.bytes()).isZero();
  }

  @Test
  void devicesPipesAndSecondsOfANameAreTold() throws Exception {
    put(new TarArchiveEntry("run/pipe", TarConstants.LF_FIFO), "");
    file("run/x", 0644, "first");
    file("run/x", 0644, "second");
    file("run/x/y", 0644, "below a file");

    VolumeMirror mirror = mirrored();

    assertThat(root().resolve("run/x")).hasContent("first");
    assertThat(mirror.skipped())
        .extracting(VolumeMirror.Skipped::path)
        .isEqualTo(List.of("/run/pipe", "/run/x", "/run/x/y"));
  }

  @Test
  void aDirectoryWithContentIsNotTouched() throws Exception {
    Files.createDirectory(root());
    Files.setPosixFilePermissions(root(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root().resolve("mine"), "x");

    assertThatThrownBy(this::mirrored)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("empty");
    assertThat(mode(root())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void anArchiveThatIsCutShortIsAnError() throws Exception {
    file("a", 0644, "x".repeat(5000));
    tar.finish();
    byte[] half = Arrays.copyOf(bytes.toByteArray(), 2000);

    assertThatThrownBy(
            () -> TarMirror.write(new ByteArrayInputStream(half), root(), TarMirror.LIMIT_BYTES))
        .isInstanceOf(IOException.class);
  }
}
