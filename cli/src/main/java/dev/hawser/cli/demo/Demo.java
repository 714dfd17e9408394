package dev.hawser.cli.demo;

import dev.hawser.cli.Installation;
import dev.hawser.cli.demo.ShopAnswer.Part;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// The first thing anyone sees of Hawser: a shop in a sandbox cluster, one of its services moved to
/// this machine and back, each step shown and checked.
public final class Demo {
  private final Installation installation;
  private final PrintStream out;
  private final boolean waits;
  private boolean right = true;
  private final DemoProcesses processes = new DemoProcesses();

  /// @param waits for Enter, so that the user can look around while the session is live
  public Demo(Installation installation, PrintStream out, boolean waits) {
    this.installation = installation;
    this.out = out;
    this.waits = waits;
  }

  /// @return the exit code
  public int run() throws IOException, InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(processes::close)); // of a demo that is broken off
    try (processes) {
      Path directory = processes.makeDirectory();
      long started = System.nanoTime();
      title("A shop runs in a small cluster on this machine: front asks orders, orders asks stock");
      SandboxProcess sandbox = processes.add(SandboxProcess.start(installation, directory));
      say(
          String.format(
              Locale.ROOT,
              "ready after %.1f s; kubectl works with KUBECONFIG=%s",
              (System.nanoTime() - started) / 1e9,
              sandbox.kubeconfig()));
      play(sandbox);
    }
    out.println();
    out.println(
        right
            ? "That was Hawser. Your own cluster: hawser connect --help"
            : "Not all of it was right.");
    return right ? 0 : FailureKind.INTERNAL.exitCode();
  }

  private void play(SandboxProcess sandbox) throws IOException, InterruptedException {
    ShopAnswer before = show(sandbox, "A request to front, answered in the cluster");
    check("orders answered in a pod", !before.orders().isLocal());
    connected(sandbox, before);
    ShopAnswer after = show(sandbox, "The same request once more");
    check("orders answers in a pod again", !after.orders().isLocal());
    check("front and stock never moved", samePods(before, after));
  }

  private void connected(SandboxProcess sandbox, ShopAnswer before)
      throws IOException, InterruptedException {
    title("orders moves to this machine");
    say("$ " + ConnectProcess.SHOWN);
    ConnectProcess connect = processes.add(new ConnectProcess(installation, sandbox, this::quote));
    if (!connect.awaitConnected()) {
      check("connected", false);
      return;
    }
    ShopAnswer during = show(sandbox, "The same request now");
    Part local = during.orders();
    check("orders answered on this machine", local.isLocal());
    check("it reached stock in the cluster", during.stock().where().equals("pod"));
    check("it has the ConfigMap's variable", same(local.greeting(), before.orders().greeting()));
    check("it has the Secret's variable", same(local.token(), before.orders().token()));
    check("it has the mounted ConfigMap", same(local.prices(), before.orders().prices()));
    check("it has the mounted Secret", same(local.tokenFile(), before.orders().tokenFile()));
    if (waits) {
      out.println();
      say("Look around: curl " + sandbox.front());
      say("Press Enter to put everything back.");
      System.in.read();
    }
    title("orders goes back");
    connect.close();
  }

  private ShopAnswer show(SandboxProcess sandbox, String what)
      throws IOException, InterruptedException {
    title(what);
    ShopAnswer answer = ShopAnswer.ask(sandbox.front());
    Stream.of(answer.front(), answer.orders(), answer.stock()).forEach(this::show);
    return answer;
  }

  private void show(Part part) {
    say(
        "%-7s %-12s %s"
            .formatted(part.program(), part.isLocal() ? "THIS MACHINE" : "pod", part.answeredBy()));
    if (part.program().equals("orders")) {
      say(
          "        variables  SHOP_GREETING=%s  SHOP_TOKEN=%s"
              .formatted(part.greeting(), part.token()));
      say(
          "        files      /etc/shop/prices.properties: %s  /etc/shop-secret/token: %s"
              .formatted(part.prices().strip().replace('\n', ' '), part.tokenFile()));
    }
  }

  private static boolean same(String seen, String expected) {
    return !expected.isEmpty() && seen.equals(expected);
  }

  private static boolean samePods(ShopAnswer before, ShopAnswer after) {
    return before.front().answeredBy().equals(after.front().answeredBy())
        && before.stock().answeredBy().equals(after.stock().answeredBy());
  }

  private void title(String text) {
    out.println();
    out.println("── " + text);
  }

  private void say(String text) {
    out.println("   " + text);
  }

  private void quote(String line) {
    out.println("   │ " + line);
  }

  private void check(String what, boolean holds) {
    right &= holds;
    say((holds ? "✓ " : "✗ ") + what);
  }
}
