package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// The Java runtime of the image: as much of the JDK that runs here as the agent needs, made by its
/// `jlink` once and kept.
final class JavaRuntime {
  /// Netty asks for names and the unsupported, and finds at run time that it can do without any
  /// other; the reaper's Kubernetes client needs HTTP.
  private static final List<String> MODULES =
      List.of("java.base", "java.logging", "java.naming", "java.net.http", "jdk.unsupported");

  private static final int SAID_LENGTH = 300;

  private JavaRuntime() {}

  /// The directory of the runtime, from the cache or made now.
  static Path in(Path cacheDirectory, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path kept =
        cacheDirectory.resolve(
            "runtime-%s-%s"
                .formatted(System.getProperty("java.runtime.version"), String.join("-", MODULES)));
    if (Files.isDirectory(kept)) {
      return kept;
    }
    progress.accept("cutting a Java runtime for the agent");
    Files.createDirectories(cacheDirectory);
    Path work = Files.createTempDirectory(cacheDirectory, "jlink-");
    try {
      Path made = work.resolve("runtime");
      link(made);
      FileTrees.resetTimes(made);
      try {
        Files.move(made, kept);
      } catch (FileAlreadyExistsException anotherWasFaster) {
        return kept;
      }
      return kept;
    } finally {
      PrivateFiles.deleteTree(work);
    }
  }

  private static void link(Path output) throws IOException, InterruptedException {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(jlink)) {
      throw new Failure(
              FailureKind.USAGE,
              "there is no " + jlink + ", with which the image's Java runtime is made",
              "run hawser on a JDK, not on a runtime without tools")
          .asException();
    }
    Process process =
        new ProcessBuilder(
                jlink.toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--compress",
                "zip-6",
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--exclude-files",
                "glob:**/bin/keytool,glob:**/lib/jrt-fs.jar,glob:**/lib/classlist",
                "--output",
                output.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new Failure(
              FailureKind.INTERNAL,
              "jlink failed: " + said.substring(0, Math.min(SAID_LENGTH, said.length())),
              "check the JDK at " + System.getProperty("java.home"))
          .asException();
    }
  }
}
