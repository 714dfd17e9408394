package dev.hawser.cli.config;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Settings that need not be given each time: a flag goes before the environment (`HAWSER_*`), that
/// before the project's `.hawser/config.yaml`, which is looked for from the working directory
/// upwards, that before the user's `~/.config/hawser/config.yaml`. In each file the profile's value
/// goes before the general one.
public final class Configuration {
  private static final Path IN_PROJECT = Path.of(".hawser", "config.yaml");

  private final Map<String, String> environment;
  private final Path directory;
  private final List<ConfigFile> files;
  private final List<Path> places;

  private Configuration(
      Map<String, String> environment, Path directory, List<ConfigFile> files, List<Path> places) {
    this.environment = environment;
    this.directory = directory;
    this.files = files;
    this.places = places;
  }

  /// @throws FailureException if a file cannot be understood
  public static Configuration load() {
    return load(
        System.getenv(), Path.of("").toAbsolutePath(), Path.of(System.getProperty("user.home")));
  }

  static Configuration load(Map<String, String> environment, Path directory, Path home) {
    Path user =
        Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
            .map(Path::of)
            .filter(Path::isAbsolute) // others count for nothing, says the XDG specification
            .orElse(home.resolve(".config"))
            .resolve(Path.of("hawser", "config.yaml"));
    Optional<Path> root = projectRoot(directory);
    Path project = root.orElse(directory).resolve(IN_PROJECT);
    root.ifPresent(
        found ->
            requireTrusted(
                found.resolve(IN_PROJECT), directory, Files.exists(home) ? home : directory));
    Stream<ConfigFile> ofProject =
        root.stream().map(found -> ConfigFile.read(found.resolve(IN_PROJECT), found));
    Stream<ConfigFile> ofUser =
        Stream.of(user).filter(Files::isRegularFile).map(file -> ConfigFile.read(file, directory));
    return new Configuration(
        environment, directory, Stream.concat(ofProject, ofUser).toList(), List.of(project, user));
  }

  /// The nearest directory, from this one upwards, that has a project's file.
  public static Optional<Path> projectRoot(Path directory) {
    return Stream.<@Nullable Path>iterate(directory, path -> path != null, Path::getParent)
        .flatMap(Stream::ofNullable)
        .filter(path -> Files.isRegularFile(path.resolve(IN_PROJECT)))
        .findFirst();
  }

  /// A file says which command is run, so one that somebody else has put above is not to be read.
  private static void requireTrusted(Path file, Path directory, Path home) {
    try {
      String owner = Files.getOwner(file).getName();
      if (!isTrusted(owner, Files.getOwner(directory).getName(), Files.getOwner(home).getName())) {
        throw new Failure(
                FailureKind.USAGE,
                "%s belongs to %s, who may be somebody else".formatted(file, owner),
                "work in a directory of your own, or make the file yours")
            .asException();
      }
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: its owner cannot be told (%s)".formatted(file, e),
              "check the file's permissions")
          .asException(e);
    }
  }

  /// The user's own, root's, and in a container that of whoever owns the mounted project.
  static boolean isTrusted(String owner, String ofDirectory, String ofHome) {
    return owner.equals(ofHome) || owner.equals(ofDirectory) || owner.equals("root");
  }

  /// Where files are looked for, whether there is one or not.
  public List<Path> places() {
    return places;
  }

  /// What counts.
  ///
  /// @param named the profile that the command line names
  /// @param whole whether the default profile counts where it names none: it does not where a
  ///     target is given, which may be another than the profile's
  /// @throws FailureException if there is no such profile
  public Settings settings(Optional<String> named, boolean whole) {
    Optional<Configured> byDefault = find(Setting.PROFILE, Optional.empty());
    Optional<String> profile = named.or(() -> byDefault.filter(_ -> whole).map(Configured::text));
    profile.ifPresent(
        name ->
            requireProfile(name, named.isPresent() ? "" : byDefault.orElseThrow().origin() + ": "));
    Map<Setting, Configured> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      find(setting, profile).ifPresent(value -> values.put(setting, value));
    }
    variables(profile).ifPresent(all -> values.put(Setting.ENV, all));
    return new Settings(profile, values);
  }

  private Optional<Configured> find(Setting setting, Optional<String> profile) {
    Optional<Configured> ofEnvironment =
        setting
            .variable()
            .filter(name -> !environment.getOrDefault(name, "").isBlank())
            .map(
                name ->
                    Configured.text(
                        environment.getOrDefault(name, ""), new Origin.Variable(name, directory)));
    return ofEnvironment.or(
        () -> files.stream().flatMap(file -> file.find(setting, profile).stream()).findFirst());
  }

  /// Those of every file and of the profile together, the nearer before the farther.
  private Optional<Configured> variables(Optional<String> profile) {
    Map<String, String> all = new LinkedHashMap<>();
    for (ConfigFile file : files.reversed()) {
      file.find(Setting.ENV, Optional.empty()).ifPresent(one -> all.putAll(one.variables()));
      file.find(Setting.ENV, profile).ifPresent(one -> all.putAll(one.variables()));
    }
    return find(Setting.ENV, profile).map(one -> new Configured(List.of(), all, one.origin()));
  }

  private void requireProfile(String name, String where) {
    List<String> known =
        files.stream().flatMap(file -> file.profiles().keySet().stream()).distinct().toList();
    if (known.contains(name)) {
      return;
    }
    String what = "%sthere is no profile '%s'".formatted(where, name);
    String advice =
        NearestWord.to(name, known)
            .map(nearest -> "did you mean '%s'?".formatted(nearest))
            .orElse(
                known.isEmpty()
                    ? "write it into %s, below profiles: (hawser init does)"
                        .formatted(places.getFirst())
                    : "known profiles: " + String.join(", ", known));
    throw new Failure(FailureKind.USAGE, what, advice).asException();
  }
}
