package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.VolumeFollowing;
import dev.hawser.endpoint.names.VolumePlace;
import dev.hawser.endpoint.volumes.VolumeMirror;
import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Brings the container's volumes into the session's directory, and tells what did not come.
final class Volumes {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration ON_DEMAND_LIMIT = Duration.ofMinutes(30);

  private static final Path ROOT = Path.of("/");

  private Volumes() {}

  /// @param wanted paths in the container that come whatever their size
  static VolumeMirror bring(
      Endpoint endpoint, List<String> wanted, SessionDirectory directory, Console console) {
    VolumeMirror mirror = endpoint.mirrorVolumes(directory.volumes(), LIMIT);
    mirror.skipped().stream()
        .filter(skipped -> !wanted.contains(skipped.path()))
        .forEach(skipped -> tell(skipped, console));
    for (String path : wanted) {
      console.tell(new Event.Note("volume: %s is coming".formatted(path)));
      VolumeMirror came = endpoint.bringVolume(mirror, path, ON_DEMAND_LIMIT);
      came.skipped().forEach(skipped -> tell(skipped, console));
      console.tell(
          new Event.Note(
              came.files() == 0
                  ? "volume: of %s nothing came that was not here".formatted(path)
                  : "volume: %s has come, %d files, %.1f MiB"
                      .formatted(path, came.files(), came.bytes() / 1048576.0)));
    }
    return mirror;
  }

  private static void tell(VolumeMirror.Skipped skipped, Console console) {
    String advice =
        skipped.reason().startsWith(AgentService.TOO_LARGE)
            ? "; --volume %s brings it all the same".formatted(skipped.path())
            : "";
    console.tell(
        new Event.Warning(
            "volume: %s did not come over: %s%s"
                .formatted(skipped.path(), skipped.reason(), advice)));
  }

  /// Where the container has what has come.
  static List<VolumePlace> places(VolumeMirror mirror, ResolvedTarget target) {
    return Stream.concat(
            target.volumeMounts().stream(), Stream.of(AgentSettings.SERVICE_ACCOUNT_MOUNT))
        .distinct()
        .map(Path::of)
        .map(path -> new VolumePlace(mirror.directory().resolve(ROOT.relativize(path)), path))
        .filter(place -> Files.exists(place.source()))
        .toList();
  }

  static VolumeFollowing keepFresh(Endpoint endpoint, VolumeMirror mirror, Console console) {
    return endpoint.keepFresh(
        mirror,
        path -> console.tell(new Event.Note("volume: %s was renewed in the pod".formatted(path))));
  }
}
