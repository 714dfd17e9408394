package dev.hawser.endpoint.volumes;

import java.nio.file.Path;
import java.util.List;

/// The container's volumes on this machine, each file at its path in the container below the
/// directory: `/etc/app/app.properties` is `directory/etc/app/app.properties`.
///
/// @param files how many files and links were written
/// @param bytes what the files hold together
/// @param skipped what did not come over, so that nobody takes the mirror for more than it is
public record VolumeMirror(Path directory, int files, long bytes, List<Skipped> skipped) {

  public VolumeMirror {
    skipped = List.copyOf(skipped);
  }

  /// @param path in the container; fit for the console
  /// @param reason why, in a few words
  public record Skipped(String path, String reason) {}
}
