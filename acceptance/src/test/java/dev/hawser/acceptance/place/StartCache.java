package dev.hawser.acceptance.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The command's start-up cache (JEP 514), which halves what the suite's many short runs cost: the
/// first session that ends by itself leaves a record of its classes, of which the cache is made
/// before the next run. `../hawser` has one of its own, for other settings of the JVM.
final class StartCache {
  private static final Path DIRECTORY = Checkout.TEST_CLASSES.resolveSibling("start-cache");
  private static final Path CACHE = DIRECTORY.resolve("cli.aot");
  private static final int CREATION_LIMIT_S = 60;
  private static boolean isFresh;

  private StartCache() {}

  /// What the next run is given besides its settings.
  ///
  /// @param settings of the JVM and its class path, the same in every run
  /// @param isSession whether it is one whose classes are worth a record
  static synchronized List<String> options(List<String> settings, boolean isSession) {
    try {
      if (!isFresh) {
        clear();
        isFresh = true;
      }
      if (!Files.exists(CACHE)) {
        make(settings);
      }
      if (Files.exists(CACHE)) {
        return List.of("-XX:AOTCache=" + CACHE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return isSession
        ? List.of(
            "-XX:AOTMode=record",
            "-XX:AOTConfiguration=" + DIRECTORY.resolve("record." + System.nanoTime()),
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining",
            "-XX:-DisplayVMOutput")
        : List.of();
  }

  /// What an earlier build left, unless it is younger than the command.
  private static void clear() throws IOException {
    Files.createDirectories(DIRECTORY);
    boolean isCurrent = CACHE.toFile().lastModified() > lastBuildMs();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.toList()) {
        if (!isCurrent || !file.equals(CACHE)) {
          Files.delete(file);
        }
      }
    }
  }

  private static long lastBuildMs() throws IOException {
    try (Stream<Path> jars = Files.list(Checkout.DIST.resolve("cli"))) {
      return jars.mapToLong(jar -> jar.toFile().lastModified()).max().orElseThrow();
    }
  }

  /// Of the first record there is, if there is one; without a cache the suite is only slower.
  private static void make(List<String> settings) throws IOException {
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path record : files.filter(StartCache::isRecord).toList()) {
        Path made = DIRECTORY.resolve("made.aot");
        List<String> words = new ArrayList<>(List.of(Checkout.JAVA.toString()));
        words.addAll(settings);
        words.addAll(
            List.of(
                "-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + made));
        Process creation =
            new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = creation.waitFor(CREATION_LIMIT_S, TimeUnit.SECONDS);
        creation.destroyForcibly();
        Files.deleteIfExists(record);
        if (ended && creation.exitValue() == 0 && Files.exists(made)) {
          Files.move(made, CACHE);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRecord(Path file) {
    return file.getFileName().toString().startsWith("record.");
  }
}
