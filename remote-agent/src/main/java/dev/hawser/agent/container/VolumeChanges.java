package dev.hawser.agent.container;

import dev.hawser.tunnel.relay.BlockingStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Notices when the kubelet has written a ConfigMap, Secret, token or downward API volume anew: it
/// does so beside the old one and then swaps the link `..data` of the mount, so reading that link
/// once a second is all that it takes. Other volumes, which programs write to, are not watched.
final class VolumeChanges {
  private static final String DATA = "..data";

  private final Path root;
  private final Duration period;

  /// @param root what the mounts lie below
  /// @param period between two looks
  VolumeChanges(Path root, Duration period) {
    this.root = root;
    this.period = period;
  }

  /// Tells of changes until the stream is reset. Blocks: run it on a virtual thread.
  ///
  /// @param known mounts, each followed by what the reader has
  void tell(List<String> known, BlockingStream stream) throws IOException, InterruptedException {
    Map<String, String> told = new LinkedHashMap<>();
    for (int i = 0; i + 1 < known.size(); i += 2) {
      told.put(known.get(i), known.get(i + 1));
    }
    OutputStream out = stream.output();
    do {
      for (Map.Entry<String, String> mount : told.entrySet()) {
        String now = target(mount.getKey(), mount.getValue());
        if (!now.equals(mount.getValue())) {
          mount.setValue(now);
          out.write((mount.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
        }
      }
    } while (!stream.awaitReset(period));
  }

  private String target(String mount, String otherwise) {
    try {
      return Files.readSymbolicLink(root.resolve(mount.replaceFirst("^/+", "")).resolve(DATA))
          .toString();
    } catch (IOException notThereNow) {
      return otherwise;
    }
  }
}
