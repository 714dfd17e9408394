package dev.hawser.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/// The sandbox as a process: lives until its standard input ends or it is told to go.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.in, System.out, System.err));
  }

  /// @return the exit code: 0, 1 if the sandbox cannot be, 2 if the arguments are wrong
  static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
    SandboxSettings settings;
    try {
      settings = SandboxSettings.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      err.println("hawser-sandbox: " + wrong.getMessage() + "; " + SandboxSettings.USAGE);
      return 2;
    }
    try (Sandbox sandbox = Sandbox.start(settings)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(sandbox)));
      sandbox.shop().ifPresent(front -> out.println("hawser-sandbox: shop " + front));
      out.println("hawser-sandbox: ready " + sandbox.kubeconfig());
      out.flush();
      in.transferTo(OutputStream.nullOutputStream());
      return 0;
    } catch (IOException refused) {
      err.println("hawser-sandbox: failed: " + refused.getMessage());
      return 1;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void close(Sandbox sandbox) {
    try {
      sandbox.close();
    } catch (IOException ending) {
      // the process ends anyway
    }
  }
}
