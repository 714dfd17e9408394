package dev.hawser.cli.command;

import dev.hawser.cli.config.Configuration;
import dev.hawser.cli.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hawser config`.
@Command(description = {"Tells what is configured.", ""})
public final class ConfigCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say which: hawser config show");
  }

  /// `hawser config show`.
  @Command(
      name = "show",
      description = {
        "Prints each setting that counts here, its value, and where that was written.",
        "",
        "A flag goes before the environment (HAWSER_NAMESPACE for namespace, and so on), that before"
            + " .hawser/config.yaml in this directory or the nearest above it, that before"
            + " ~/.config/hawser/config.yaml; in each file the profile's value before the general"
            + " one. Values of variables are not shown.",
        ""
      })
  void show(
      @Option(
              names = "--profile",
              paramLabel = "NAME",
              description = "As connect would take it (default: the default profile).")
          @Nullable String profile,
      @Option(
              names = {"-h", "--help"},
              usageHelp = true,
              description = "Shows this text.")
          boolean help) {
    Configuration configuration = Configuration.load();
    Settings settings = configuration.settings(Optional.ofNullable(profile), true);
    settings.profile().ifPresent(name -> System.out.println("# profile " + name));
    settings
        .values()
        .forEach(
            (setting, value) ->
                System.out.println(
                    "%-14s%s  # %s".formatted(setting.key() + ":", value, value.origin())));
    for (Path place : configuration.places()) {
      if (!Files.isRegularFile(place)) {
        System.out.println("# no " + place);
      }
    }
  }
}
