package dev.hawser.cli.demo;

import dev.hawser.cli.Installation;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// `hawser connect svc/orders -- …` as a user would run it: a process of its own, ended by a
/// signal.
final class ConnectProcess implements DemoProcesses.Ending {
  static final String SHOWN = "hawser connect svc/orders -n shop -- java … Shop orders";
  private static final String READY = "hawser: connected svc/orders";
  private static final long END_LIMIT_S = 60;

  private final Process process;
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final Thread reader;

  ConnectProcess(Installation installation, SandboxProcess sandbox, Consumer<String> output)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Installation.java(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                installation.cliClassPath(),
                "dev.hawser.cli.Main",
                "connect",
                "svc/orders",
                "-n",
                "shop",
                "--yes",
                "--no-reaper", // the sandbox has no Jobs
                "--"));
    command.addAll(
        List.of(
            Installation.java(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            installation.sandbox() + File.separator + "*",
            "dev.hawser.sandbox.shop.Shop",
            "orders"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", sandbox.kubeconfig().toString());
    process = builder.start();
    reader = Thread.ofVirtual().start(() -> read(output));
  }

  private void read(Consumer<String> output) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.accept(line);
        if (line.equals(READY)) {
          connected.complete(null);
        }
      }
      connected.completeExceptionally(new IOException("connect ended before it was connected"));
    } catch (IOException e) {
      connected.completeExceptionally(e);
    }
  }

  /// @return whether it became connected
  boolean awaitConnected() {
    return connected.handle((ready, failure) -> failure == null).join();
  }

  /// Ends it as a supervisor would, and waits until the cluster is put back.
  @Override
  public void close() {
    process.toHandle().destroy(); // Process.destroy would close its output, which is still wanted
    try {
      if (process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
        reader.join();
      } else {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
