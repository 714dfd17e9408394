package dev.hawser.cli.demo;

import dev.hawser.cli.Installation;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A sandbox cluster with the shop in it. It and its pods end when its standard input is closed, so
/// they do not outlive this process.
///
/// @param kubeconfig leads to it
/// @param front where the shop's first service answers
record SandboxProcess(Process process, Path kubeconfig, URI front) implements DemoProcesses.Ending {
  private static final String READY = "hawser-sandbox: ready ";
  private static final String SHOP = "hawser-sandbox: shop ";
  private static final long END_LIMIT_S = 10;

  static SandboxProcess start(Installation installation, Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Installation.java(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                installation.sandbox() + File.separator + "*",
                "dev.hawser.sandbox.Main",
                "--directory",
                directory.toString(),
                "--dist",
                installation.home().toString(),
                "--demo")
            .redirectError(directory.resolve("sandbox.log").toFile())
            .start();
    BufferedReader lines = process.inputReader();
    @Nullable URI front = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(SHOP)) {
        front = URI.create(line.substring(SHOP.length()));
      } else if (line.startsWith(READY) && front != null) {
        return new SandboxProcess(process, Path.of(line.substring(READY.length())), front);
      }
    }
    throw new IOException("the sandbox did not start: see " + directory.resolve("sandbox.log"));
  }

  @Override
  public void close() {
    try {
      process.outputWriter().close();
      if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException alreadyClosed) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
