package dev.hawser.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.tunnel.bootstrap.AgentService;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class VolumeArchiveTest {
  private static final long LIMIT = 1 << 20;

  private final Path root;

  VolumeArchiveTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void theKubeletsLayoutOfAConfigMapIsKept() throws IOException {
    Path mount = Files.createDirectories(root.resolve("etc/app"));
    Path data = Files.createDirectory(mount.resolve("..2026_11_22"));
    file(data.resolve("app.properties"), "colour=blue\n", "rw-r--r--");
    file(data.resolve("key.pem"), "secret", "r--------");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_11_22"));
    Files.createSymbolicLink(mount.resolve("app.properties"), Path.of("..data/app.properties"));
    Files.createSymbolicLink(mount.resolve("key.pem"), Path.of("..data/key.pem"));

    Map<String, Read> entries = archive(LIMIT, "/etc/app");

    assertThat(entries.keySet())
        .containsExactly(
            "etc/app/",
            "etc/app/..2026_11_22/",
            "etc/app/..2026_11_22/app.properties",
            "etc/app/..2026_11_22/key.pem",
            "etc/app/..data",
            "etc/app/app.properties",
            "etc/app/key.pem");
    assertThat(read(entries, "etc/app/..data").entry().getLinkName()).isEqualTo("..2026_11_22");
    assertThat(read(entries, "etc/app/key.pem").entry().isSymbolicLink()).isTrue();
    assertThat(read(entries, "etc/app/key.pem").entry().getLinkName()).isEqualTo("..data/key.pem");
    Read key = read(entries, "etc/app/..2026_11_22/key.pem");
    assertThat(key.content()).isEqualTo(bytes("secret"));
    assertThat(key.entry().getMode()).isEqualTo(0400);
    assertThat(read(entries, "etc/app/..2026_11_22/app.properties").entry().getMode())
        .isEqualTo(0644);
  }

  @Test
  void directoriesKeepTheirModesAndFilesTheirTimes() throws IOException {
    Path mount = Files.createDirectories(root.resolve("data"));
    Files.setPosixFilePermissions(mount, PosixFilePermissions.fromString("rwxrwx---"));
    Files.setAttribute(mount, "unix:mode", 0x4000 | 02770);
    Path file = file(mount.resolve("x"), "", "rwxr-x--x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_999L));

    Map<String, Read> entries = archive(LIMIT, "/data");

    assertThat(read(entries, "data/").entry().getMode()).isEqualTo(02770);
    assertThat(read(entries, "data/x").entry().getMode()).isEqualTo(0751);
    assertThat(read(entries, "data/x").entry().getLastModifiedTime())
        .isEqualTo(FileTime.fromMillis(1_700_000_000_000L));
    assertThat(read(entries, "data/x").content()).isEqualTo(bytes(""));
  }

  @Test
  void longNamesForeignLettersAndBigFilesArriveUnchanged() throws IOException {
    Path mount = Files.createDirectories(root.resolve("data"));
    String name = "x".repeat(180) + "/" + "grüße ☃ " + "y".repeat(120);
    byte[] content = new byte[700_001];
    new Random(7).nextBytes(content);
    Path file = mount.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);

    assertThat(read(archive(LIMIT, "/data"), "data/" + name).content())
        .isEqualTo(ByteBuffer.wrap(content));
  }

  @Test
  void aMountMayBeOneFile() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    file(root.resolve("etc/app.conf"), "one", "rw-r--r--");
    file(root.resolve("etc/passwd"), "not mounted", "rw-r--r--");

    Map<String, Read> entries = archive(LIMIT, "/etc/app.conf");

    assertThat(entries.keySet()).containsExactly("etc/app.conf");
    assertThat(read(entries, "etc/app.conf").content()).isEqualTo(bytes("one"));
  }

  @Test
  void aMountInsideAnotherComesOnceAndByItsOwnLimit() throws IOException {
    Path outer = Files.createDirectories(root.resolve("srv"));
    file(outer.resolve("a"), "a", "rw-r--r--");
    Files.createDirectories(outer.resolve("inner"));
    Files.write(outer.resolve("inner/big"), new byte[4096]);

    Map<String, Read> entries = archive(2048, "/srv", "/srv/inner");

    assertThat(entries.keySet()).containsExactly("srv/", "srv/a", "srv/inner");
    assertThat(read(entries, "srv/inner").skipped()).isEqualTo("larger than 2048 bytes");
  }

  @Test
  void aMountAboveTheLimitIsLeftOutAsAWholeAndTold() throws IOException {
    Path big = Files.createDirectories(root.resolve("big"));
    Files.write(big.resolve("0"), new byte[600_000]);
    Files.write(big.resolve("1"), new byte[600_000]);
    Path small = Files.createDirectories(root.resolve("small"));
    file(small.resolve("x"), "x", "rw-r--r--");

    Map<String, Read> entries = archive(LIMIT, "/big", "/small");

    assertThat(entries.keySet()).containsExactly("big", "small/", "small/x");
    assertThat(read(entries, "big").skipped()).isEqualTo("larger than 1 MiB");
    assertThat(read(entries, "big").content()).isEqualTo(bytes(""));
  }

  @Test
  void manySmallFilesCountTowardsTheLimitToo() throws IOException {
    Path mount = Files.createDirectories(root.resolve("many"));
    for (int i = 0; i < 10; i++) {
      Files.createFile(mount.resolve("f" + i));
    }

    assertThat(archive(10 * 512, "/many").keySet()).containsExactly("many");
    assertThat(archive(11 * 512, "/many")).hasSize(11);
  }

  @Test
  void aMountThatIsNotThereIsTold() throws IOException {
    assertThat(read(archive(LIMIT, "/nowhere"), "nowhere").skipped()).isEqualTo("not there");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoFileIsTold() throws Exception {
    Path mount = Files.createDirectories(root.resolve("run"));
    Process made = new ProcessBuilder("mkfifo", mount.resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();

    assertThat(read(archive(LIMIT, "/run"), "run/pipe").skipped())
        .isEqualTo("neither a file nor a directory nor a link");
  }

  @Test
  void aFileThatCannotBeOpenedIsToldAndTheRestArrives() throws IOException {
    Path mount = Files.createDirectories(root.resolve("data"));
    Files.write(mount.resolve("a"), new byte[200_000]);
    Path vanishing = file(mount.resolve("b"), "b", "rw-r--r--");
    file(mount.resolve("c"), "intact", "rw-r--r--");

    Map<String, Read> entries = archiveWhile(() -> Files.deleteIfExists(vanishing), "/data");

    assertThat(read(entries, "data/b").skipped()).isEqualTo("gone while it was read");
    assertThat(read(entries, "data/c").content()).isEqualTo(bytes("intact"));
  }

  @Test
  void aReasonNamesNoPath() {
    assertThat(MountListing.reason(new AccessDeniedException("/secret")))
        .isEqualTo("permission denied");
    assertThat(MountListing.reason(new FileSystemLoopException("/secret")))
        .isEqualTo("cannot be read: FileSystemLoopException");
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsPaddedAndToldAndTheRestArrives() throws IOException {
    Path mount = Files.createDirectories(root.resolve("log"));
    Path shrinking = mount.resolve("a");
    Files.write(shrinking, new byte[500_000]);
    file(mount.resolve("b"), "intact", "rw-r--r--");
    byte[] archive =
        writeWhile(
            () -> {
              try (RandomAccessFile file = new RandomAccessFile(shrinking.toFile(), "rw")) {
                file.setLength(1000);
              }
            },
            "/log");

    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("log/");
      TarArchiveEntry padded = tar.getNextEntry();
      assertThat(padded.getName()).isEqualTo("log/a");
      assertThat(tar.readAllBytes()).hasSize(500_000);
      TarArchiveEntry told = tar.getNextEntry();
      assertThat(told.getName()).isEqualTo("log/a");
      assertThat(told.getExtraPaxHeader(AgentService.SKIPPED))
          .isEqualTo("shrank while it was read");
      assertThat(tar.getNextEntry().getName()).isEqualTo("log/b");
      assertThat(tar.readAllBytes()).isEqualTo("intact".getBytes(UTF_8));
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void aReaderThatGoesAwayEndsTheWork() throws IOException {
    Path mount = Files.createDirectories(root.resolve("data"));
    Files.write(mount.resolve("x"), new byte[100_000]);
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("reset");
          }
        };

    assertThatThrownBy(() -> new VolumeArchive(root, List.of("/data"), LIMIT).writeTo(broken))
        .isInstanceOf(IOException.class);
  }

  private record Read(TarArchiveEntry entry, ByteBuffer content) {
    String skipped() {
      return entry.getExtraPaxHeader(AgentService.SKIPPED);
    }
  }

  private static Read read(Map<String, Read> entries, String name) {
    assertThat(entries).containsKey(name);
    return Objects.requireNonNull(entries.get(name));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static Path file(Path path, String content, String permissions) throws IOException {
    Files.writeString(path, content);
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private Map<String, Read> archive(long limit, String... mounts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new VolumeArchive(root, List.of(mounts), limit).writeTo(out);
    Map<String, Read> entries = new LinkedHashMap<>();
    readInto(entries, out.toByteArray());
    return entries;
  }

  private Map<String, Read> archiveWhile(Change change, String mount) throws IOException {
    Map<String, Read> entries = new LinkedHashMap<>();
    readInto(entries, writeWhile(change, mount));
    return entries;
  }

  /// Makes the change after 100 kB of the archive have been written.
  private byte[] writeWhile(Change change, String mount) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    OutputStream changing =
        new OutputStream() {
          @Override
          public void write(int value) {
            archive.write(value);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            archive.write(bytes, offset, length);
            if (archive.size() > 100_000) {
              change.make();
            }
          }
        };
    assertThat(new VolumeArchive(root, List.of(mount), LIMIT).writeTo(changing)).isOne();
    return archive.toByteArray();
  }

  private interface Change {
    void make() throws IOException;
  }

  private static void readInto(Map<String, Read> entries, byte[] archive) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.put(entry.getName(), new Read(entry, ByteBuffer.wrap(tar.readAllBytes())));
      }
    }
  }
}
