package dev.hawser.cli.command;

import dev.hawser.cli.Installation;
import dev.hawser.cli.demo.Demo;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hawser demo`.
@Command(
    description = {
      "Shows a whole session on a small cluster that runs on this machine, in a minute.",
      ""
    })
public final class DemoCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Option(
      names = "--once",
      description = "Does not wait for anybody; exits with 0 only if every step was right.")
  private boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return new Demo(Installation.find(), System.out, !once).run();
  }
}
