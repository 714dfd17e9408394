package dev.hawser.endpoint.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AtomicVolumeTest {
  private final Path directory;

  AtomicVolumeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /// As the kubelet lays it out.
  private AtomicVolume written(String name, String writing, Map<String, String> files)
      throws IOException {
    Path volume = Files.createDirectories(directory.resolve(name));
    Path data = Files.createDirectory(volume.resolve(writing));
    Files.createSymbolicLink(volume.resolve("..data"), Path.of(writing));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(data.resolve(file.getKey()), file.getValue());
      Files.createSymbolicLink(
          volume.resolve(file.getKey()), Path.of("..data").resolve(file.getKey()));
    }
    return new AtomicVolume(volume);
  }

  @Test
  void anotherWritingTakesTheOldOnesPlaceNamesIncluded() throws Exception {
    AtomicVolume live = written("live", "..1", Map.of("kept", "old", "gone", "old"));
    AtomicVolume fresh = written("fresh", "..2", Map.of("kept", "new", "added", "new"));

    assertThat(live.renew(fresh)).isTrue();

    assertThat(live.writing()).contains("..2");
    assertThat(live.path().resolve("kept")).hasContent("new");
    assertThat(live.path().resolve("added")).hasContent("new").isSymbolicLink();
    assertThat(live.path().resolve("gone")).doesNotExist();
    assertThat(live.path().resolve("..1")).doesNotExist();
  }

  @Test
  void theSameWritingIsLeftAlone() throws Exception {
    AtomicVolume live = written("live", "..1", Map.of("kept", "mine"));

    assertThat(live.renew(written("fresh", "..1", Map.of("kept", "other")))).isFalse();

    assertThat(live.path().resolve("kept")).hasContent("mine");
  }

  @Test
  void whatIsNoVolumeOfTheKubeletsIsRefused() throws Exception {
    AtomicVolume live = written("live", "..1", Map.of("kept", "mine"));
    Path plain = Files.createDirectory(directory.resolve("plain"));

    assertThatThrownBy(() -> live.renew(new AtomicVolume(plain))).isInstanceOf(IOException.class);

    assertThat(live.path().resolve("kept")).hasContent("mine");
  }

  @Test
  void volumesAreFoundByTheirPathsInTheContainer() throws Exception {
    written("mirror/etc/app", "..1", Map.of("a", "1"));
    Files.createDirectories(directory.resolve("mirror/data/deep"));

    assertThat(AtomicVolume.in(directory.resolve("mirror"))).containsOnlyKeys("/etc/app");
  }

  /// A reader who goes through the directory of one writing sees nothing of another.
  @Test
  void aReaderSeesOneWritingOrTheOther() throws Exception {
    AtomicVolume live = written("live", "..0", Map.of("a", "0", "b", "0"));
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean torn = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!over.get()) {
                    try {
                      Path writing = live.path().resolve("..data").toRealPath();
                      String a = Files.readString(writing.resolve("a"));
                      String b = Files.readString(writing.resolve("b"));
                      if (!a.equals(b)) {
                        torn.set(true);
                      }
                    } catch (IOException renewedMeanwhile) {
                      // the writing that was being read is gone; the next one is whole
                    }
                  }
                });
    for (int i = 1; i <= 200; i++) {
      live.renew(
          written("fresh" + i, ".." + i, Map.of("a", String.valueOf(i), "b", String.valueOf(i))));
      assertThat(Files.readString(live.path().resolve("a"))).isEqualTo(String.valueOf(i));
    }
    over.set(true);
    reader.join();

    assertThat(torn).isFalse();
  }
}
