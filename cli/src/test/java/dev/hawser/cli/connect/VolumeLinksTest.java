package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.config.LocalVolume;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.endpoint.names.NameWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeLinksTest {
  private final Path directory;
  private final List<Event> told = new ArrayList<>();
  private final VolumeLinks links;

  VolumeLinksTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    Files.createDirectories(directory.resolve("volumes/etc/app"));
    Files.writeString(directory.resolve("volumes/etc/app/key"), "secret");
    links =
        new VolumeLinks(
            new TokenValues(
                "shop",
                List.of(),
                List.of(new MountedVolume("settings", "/etc/app")),
                directory.resolve("volumes"),
                true),
            NameWay.environment("this is a test"),
            told::add);
  }

  private List<LocalVolume> wanted(String volume, String path) {
    return List.of(new LocalVolume(volume, directory.resolve(path)));
  }

  @Test
  void aVolumeIsFoundAtThePathAtWhichItIsWanted() throws IOException {
    links.make(wanted("sett*", "here"));

    assertThat(directory.resolve("here/key")).hasContent("secret");
    assertThat(told).isEmpty();
  }

  @Test
  void whatADeadSessionLeftIsReplacedAndMayBeRemoved() throws IOException {
    Path left = Files.createSymbolicLink(directory.resolve("here"), directory.resolve("gone"));

    assertThat(VolumeLinks.free(wanted("settings", "here"))).containsExactly(left);
    links.make(wanted("settings", "here"));
    assertThat(directory.resolve("here/key")).hasContent("secret");
  }

  @Test
  void whatIsThereStaysAndIsTold() throws IOException {
    Files.writeString(directory.resolve("here"), "mine");

    assertThat(VolumeLinks.free(wanted("settings", "here"))).isEmpty();
    links.make(wanted("settings", "here"));

    assertThat(directory.resolve("here")).hasContent("mine");
    assertThat(told)
        .singleElement()
        .asString()
        .contains("'settings' is not put at", "something is there", "volumes/etc/app");
  }

  @Test
  void aVolumeThatTheContainerHasNotIsTold() {
    links.make(wanted("other", "here"));

    assertThat(told).singleElement().asString().contains("no such volume");
    assertThat(directory.resolve("here")).doesNotExist();
  }
}
