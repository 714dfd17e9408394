package dev.hawser.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What Bridge to Kubernetes' `KubernetesLocalProcessConfig.yaml` says, read as it is.
///
/// @param variables in the file's order
/// @param volumes that are wanted at a path of this machine
/// @param remarks what of the file is not done, and what to do instead; one line each
/// @see <a
///     href="https://learn.microsoft.com/visualstudio/bridge/configure-bridge-to-kubernetes">its
///     description</a>
public record LocalProcessConfig(
    List<TemplateVariable> variables, List<LocalVolume> volumes, List<String> remarks) {
  public static final String FILE = "KubernetesLocalProcessConfig.yaml";
  private static final LocalProcessConfig NONE =
      new LocalProcessConfig(List.of(), List.of(), List.of());

  public LocalProcessConfig {
    variables = List.copyOf(variables);
    volumes = List.copyOf(volumes);
    remarks = List.copyOf(remarks);
  }

  /// @param directory where the file lies, if there is one
  /// @throws dev.hawser.endpoint.failure.FailureException if it cannot be understood
  public static LocalProcessConfig read(Path directory) {
    Path file = directory.resolve(FILE);
    return Files.isRegularFile(file) ? new Reading(YamlFile.read(file), directory).all() : NONE;
  }

  private record Reading(
      YamlFile yaml,
      Path directory,
      List<TemplateVariable> variables,
      List<LocalVolume> volumes,
      List<String> remarks) {

    Reading(YamlFile yaml, Path directory) {
      this(yaml, directory, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    LocalProcessConfig all() {
      for (YamlValue.Entry entry : yaml.top().entries()) {
        switch (entry.key()) {
          case "version" -> {}
          case "env" -> items(entry).forEach(this::variable);
          case "volumeMounts" -> items(entry).forEach(this::volumeMount);
          case "enableFeatures" -> items(entry).forEach(this::feature);
          default ->
              remark(entry.line(), "'%s' is not known and left aside".formatted(entry.key()));
        }
      }
      return new LocalProcessConfig(variables, volumes, remarks);
    }

    private List<YamlValue> items(YamlValue.Entry entry) {
      return switch (entry.value()) {
        case YamlValue.Items items -> items.values();
        case YamlValue.Text text when text.text().isEmpty() -> List.of();
        case YamlValue.Text _, YamlValue.Keys _ ->
            throw yaml.malformed(
                entry.line(), entry.key() + ": not a list", "start each line below it with -");
      };
    }

    private void variable(YamlValue item) {
      String name = required(item, "name");
      String value = field(item, "value").orElse("");
      try {
        variables.add(
            new TemplateVariable(
                name,
                Template.parse(value),
                new Origin.FileLine(yaml.path(), item.line(), directory)));
      } catch (IllegalArgumentException e) {
        throw yaml.malformed(item.line(), name + ": " + e.getMessage(), "correct the token");
      }
    }

    /// The session has all volumes, so what is left is the wish to have one elsewhere.
    private void volumeMount(YamlValue item) {
      String name = required(item, "name");
      field(item, "localPath")
          .ifPresent(
              path ->
                  volumes.add(
                      new LocalVolume(name, directory.toAbsolutePath().resolve(path).normalize())));
    }

    private void feature(YamlValue item) {
      String name = item instanceof YamlValue.Text text ? text.text() : "";
      remark(
          item.line(),
          switch (name.toLowerCase(Locale.ROOT)) {
            case "managedidentity" ->
                "ManagedIdentity is not carried over: sign in on this machine (az login), which"
                    + " DefaultAzureCredential takes as well";
            case "probes" ->
                "Probes are answered by the agent, so that a breakpoint does not end the session";
            case "lifecyclehooks" -> "LifecycleHooks are not run while the agent is in place";
            default -> "feature '%s' is not known and left aside".formatted(name);
          });
    }

    private String required(YamlValue item, String key) {
      return field(item, key)
          .filter(value -> !value.isBlank())
          .orElseThrow(
              () -> yaml.malformed(item.line(), "no '%s'".formatted(key), "give each entry one"));
    }

    private static Optional<String> field(YamlValue item, String key) {
      return item instanceof YamlValue.Keys keys
          ? keys.entries().stream()
              .filter(entry -> entry.key().equals(key))
              .flatMap(
                  entry ->
                      entry.value() instanceof YamlValue.Text text
                          ? Optional.of(text.text()).stream()
                          : Optional.<String>empty().stream())
              .findFirst()
          : Optional.empty();
    }

    private void remark(int line, String text) {
      remarks.add("%s:%d: %s".formatted(yaml.path().getFileName(), line, text));
    }
  }
}
