package dev.hawser.endpoint.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HostsFileEditTest {
  private static final String BEFORE = "127.0.0.1\tlocalhost\r\n# end";
  private static final int KILLS = Integer.getInteger("hawser.kills", 20);
  private static final int LINES = 400;
  private final Path directory;
  private final Path file;
  private final HostsFileEdit edit;

  HostsFileEditTest(@TempDir Path directory) {
    this.directory = directory;
    this.file = directory.resolve("hosts");
    this.edit = new HostsFileEdit(file);
  }

  @BeforeEach
  void write() throws IOException {
    Files.writeString(file, BEFORE);
  }

  private static HostsBlock block(String session, int lines) {
    List<HostsLine> all = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      all.add(
          new HostsLine("127.9.%d.%d".formatted(i / 250, 1 + i % 250), List.of("service-" + i)));
    }
    return new HostsBlock(HostsOwner.current(session), all);
  }

  @Test
  void theFileIsReplacedWithItsOwnerAndModeAndNothingIsLeftBeside() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    Object number = Files.getAttribute(file, "unix:ino");

    assertThat(edit.put(block("mine", 3))).isEqualTo(HostsFileEdit.Outcome.REPLACED);

    assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(number);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-r--");
    assertThat(edit.remove("mine")).isEqualTo(HostsFileEdit.Outcome.REPLACED);
    assertThat(file).hasBinaryContent(BEFORE.getBytes(StandardCharsets.US_ASCII));
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("hosts", ".hawser-hosts.lock");
  }

  @Test
  void aFileThatNeedsNoEditIsNotTouched() throws Exception {
    assertThat(edit.remove("mine")).isEqualTo(HostsFileEdit.Outcome.SAME);
    assertThat(edit.removeDead()).isEqualTo(HostsFileEdit.Outcome.SAME);
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("hosts"));

    new HostsFileEdit(link).put(block("mine", 1));

    assertThat(link).isSymbolicLink();
    assertThat(file).content().contains("127.9.0.1 service-0 # hawser mine");
  }

  @Test
  void aReadOnlyFileIsLeftAloneWithAReason() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));

    assertThat(edit.obstacle()).hasValue(file + " is read-only");
    assertThatThrownBy(() -> edit.put(block("mine", 1)))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("read-only");
    assertThat(file).content().isEqualTo(BEFORE);
  }

  @Test
  void aMissingFileIsAnObstacle() throws Exception {
    Files.delete(file);

    assertThat(edit.obstacle()).hasValue("there is no " + file);
  }

  @Test
  void whatAKilledEditLeftBesideIsNoObstacle() throws Exception {
    Files.writeString(directory.resolve(".hawser-hosts.new"), "half");

    edit.put(block("mine", 1));

    assertThat(file).content().contains("# hawser mine").endsWith(BEFORE);
    assertThat(directory.resolve(".hawser-hosts.new")).doesNotExist();
  }

  /// A directory of that name can be neither removed nor replaced, as a mount cannot.
  @Test
  void whereNoFileCanBeMadeBesideItIsRewrittenInPlace() throws Exception {
    Path inTheWay = Files.createDirectory(directory.resolve(".hawser-hosts.new"));
    Files.writeString(inTheWay.resolve("x"), "");
    Object number = Files.getAttribute(file, "unix:ino");

    assertThat(edit.put(block("mine", 100))).isEqualTo(HostsFileEdit.Outcome.IN_PLACE);
    assertThat(edit.remove("mine")).isEqualTo(HostsFileEdit.Outcome.IN_PLACE);

    assertThat(file).content().isEqualTo(BEFORE);
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(number);
  }

  @Test
  void sessionsThatEditAtOnceLoseNothing() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String session = "s" + i;
      threads.add(Thread.ofVirtual().start(() -> put(block(session, 2))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(HostsText.of(Files.readAllBytes(file)).sessions()).hasSize(8);
    assertThat(file).content().endsWith(BEFORE);
  }

  private void put(HostsBlock block) {
    try {
      edit.put(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The number can be given: `-Dhawser.kills=200`.
  @Test
  void aKillAtAnyMomentLeavesTheFileFromBeforeOrTheOneFromAfter() throws Exception {
    Random random = new Random(5);
    String full =
        HostsText.of(BEFORE.getBytes(StandardCharsets.US_ASCII)).with(block("mine", LINES)).text();
    int length = full.lines().skip(1).mapToInt(String::length).sum();
    for (int i = 0; i < KILLS; i++) {
      Process editing =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Editing.class.getName(),
                  file.toString())
              .start();
      assertThat(editing.inputReader().readLine()).isEqualTo("editing");
      TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
      editing.destroyForcibly().waitFor();

      String now = Files.readString(file);
      assertThat(now).endsWith(BEFORE);
      assertThat(now.equals(BEFORE) || now.lines().skip(1).mapToInt(String::length).sum() == length)
          .as("whether it is one of the two: %s", now)
          .isTrue();
      edit.removeDead();
      assertThat(file).content().isEqualTo(BEFORE);
    }
  }

  /// Puts a block there and removes it, again and again.
  static final class Editing {
    private Editing() {}

    public static void main(String[] arguments) throws IOException {
      HostsFileEdit edit = new HostsFileEdit(Path.of(arguments[0]));
      HostsBlock block = block("mine", LINES);
      edit.put(block);
      System.out.println("editing");
      while (true) {
        edit.remove("mine");
        edit.put(block);
      }
    }
  }
}
