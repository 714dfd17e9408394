package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the image holds for the reaper besides the agent's files, of which it shares what it can:
/// jars, and the options of its JVM.
///
/// @param directory of both
record ReaperFiles(Path directory) {
  private static final String MAIN_CLASS = "dev.hawser.cluster.reaper.Main";

  /// Little memory, for it mostly sleeps.
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-Xms8m",
          "-Xmx48m",
          "-Xss256k",
          "-XX:ReservedCodeCacheSize=24m",
          "-XX:-UsePerfData",
          "-XX:+ErrorFileToStderr",
          "-XX:+ExitOnOutOfMemoryError",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /// Copies what the agent does not bring.
  ///
  /// @param reaperDirectory the reaper's jars, as the build installs them
  /// @param home where the image's `lib/` and `reaper/` will be
  static ReaperFiles layOut(Path reaperDirectory, AgentFiles agent, String home, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    List<String> classPath = new ArrayList<>();
    for (Path jar : installed(reaperDirectory)) {
      String name = jar.getFileName().toString();
      if (agent.jars().contains(name)) {
        classPath.add(home + "/lib/" + name);
      } else {
        Files.copy(jar, directory.resolve(name));
        classPath.add(home + "/reaper/" + name);
      }
    }
    List<String> options = new ArrayList<>(JVM);
    options.add("-cp");
    options.add(classPath.stream().collect(Collectors.joining(":")));
    options.add(MAIN_CLASS);
    Files.write(directory.resolve("options"), options, UTF_8);
    FileTrees.resetTimes(directory);
    return new ReaperFiles(directory);
  }

  private static List<Path> installed(Path reaperDirectory) throws IOException {
    try (Stream<Path> files = Files.list(reaperDirectory)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !AgentFiles.isNative(file))
          .sorted()
          .toList();
    }
  }
}
