package dev.hawser.cli.connect;

import dev.hawser.cli.config.LocalVolume;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.endpoint.names.NameWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Volumes at the paths of this machine at which the user's files want them: links to where they
/// are mirrored, which go with the session. What is there already stays.
///
/// @param names may have volumes at the container's own paths
record VolumeLinks(TokenValues tokens, NameWay names, Console console) {

  /// The paths at which a session may make a link, and so remove one: where nothing is yet, or what
  /// a link of a dead session has left.
  static List<Path> free(List<LocalVolume> wanted) {
    return wanted.stream().map(LocalVolume::path).filter(path -> !Files.exists(path)).toList();
  }

  void make(List<LocalVolume> wanted) {
    wanted.forEach(this::make);
  }

  private void make(LocalVolume wanted) {
    Optional<MountedVolume> mount = tokens.mount(wanted.name());
    if (mount.isEmpty()) {
      tell(wanted, "the container has no such volume");
      return;
    }
    if (names.placesVolumes() && wanted.path().equals(Path.of(mount.get().path()))) {
      return; // the command has it there by itself
    }
    Path mirrored = tokens.mirrored(mount.get());
    try {
      if (Files.exists(wanted.path())) {
        throw new IOException("something is there");
      }
      Files.deleteIfExists(wanted.path());
      Files.createSymbolicLink(wanted.path(), mirrored);
    } catch (IOException e) {
      tell(wanted, "%s; it is %s".formatted(e.getMessage(), mirrored));
    }
  }

  private void tell(LocalVolume wanted, String why) {
    console.tell(
        new Event.Warning(
            "volume '%s' is not put at %s: %s".formatted(wanted.name(), wanted.path(), why)));
  }
}
