package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What lies in the image below `/hawser`, in layers that change at different times: the runtime
/// with the JDK, the jars with each version, the cache with both.
///
/// @param runtime the Java runtime
/// @param files the agent
/// @param reaper what the reaper needs besides
record ImageLayers(Path runtime, AgentFiles files, ReaperFiles reaper) {
  static final String HOME = "/hawser";
  private static final String OPTIONS = HOME + "/options";
  private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
  private static final FilePermissions READABLE = FilePermissions.fromOctalString("644");

  /// @param cache the start-up cache, if there is one
  List<FileEntriesLayer> build(Optional<Path> cache) throws IOException {
    List<FileEntriesLayer> layers = new ArrayList<>();
    layers.add(layer("runtime", runtime, HOME + "/runtime").build());
    layers.add(
        layer("agent", files.directory(), HOME)
            .addEntry(
                options(cache.isPresent()), AbsoluteUnixPath.get(OPTIONS), READABLE, FileTrees.TIME)
            .build());
    layers.add(layer("reaper", reaper.directory(), HOME + "/reaper").build());
    if (cache.isPresent()) {
      layers.add(
          FileEntriesLayer.builder()
              .setName("start-up cache")
              .addEntry(
                  cache.get(), AbsoluteUnixPath.get(HOME + "/agent.aot"), READABLE, FileTrees.TIME)
              .build());
    }
    return layers;
  }

  List<String> entrypoint() {
    return List.of(HOME + "/runtime/bin/java", "@" + OPTIONS, JavaOptions.MAIN_CLASS);
  }

  private Path options(boolean hasCache) throws IOException {
    List<String> options = new ArrayList<>(JavaOptions.at(HOME, files.jars()));
    if (hasCache) {
      options.addFirst("-XX:AOTCache=" + HOME + "/agent.aot");
    }
    // beside, not in, the directory that is a layer itself
    Path file = files.directory().resolveSibling("options");
    return Files.write(file, options, UTF_8);
  }

  private static FileEntriesLayer.Builder layer(String name, Path directory, String target)
      throws IOException {
    return FileEntriesLayer.builder()
        .setName(name)
        .addEntryRecursive(
            directory,
            AbsoluteUnixPath.get(target),
            (file, inImage) ->
                Files.isDirectory(file) || Files.isExecutable(file) ? EXECUTABLE : READABLE,
            (file, inImage) -> FileTrees.TIME);
  }
}
