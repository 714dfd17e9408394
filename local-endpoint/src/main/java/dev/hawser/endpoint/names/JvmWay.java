package dev.hawser.endpoint.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// JVMs among the process and its descendants resolve by a Java agent, which reads a hosts file of
/// the session's own and leaves all other names to the JVM; they get it by `JAVA_TOOL_OPTIONS`.
/// Other programs find the variables.
final class JvmWay implements NameWay {
  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

  private final Path agent;
  private final HostsFile hosts;
  private final Optional<String> reason;
  private NameTable names = NameTable.EMPTY;

  private JvmWay(Path agent, HostsFile hosts, Optional<String> reason) {
    this.agent = agent;
    this.hosts = hosts;
    this.reason = reason;
  }

  /// Or the words why that is not possible. JVMs split the variable at blanks, so both paths must
  /// have none: the agent is copied.
  ///
  /// @param directory the session's own
  /// @param jar the agent's
  /// @param reason why no other way is possible, if this is not the one that was asked for
  static Probed probe(Path directory, Path jar, Optional<String> reason) throws IOException {
    if (!Files.isReadable(jar)) {
      return new Probed.Impossible("the agent for JVMs is missing: " + jar);
    }
    if (directory.toString().chars().anyMatch(Character::isWhitespace)) {
      return new Probed.Impossible(
          "JVMs take no agent from a path with blanks (%s; see TMPDIR)".formatted(directory));
    }
    Path agent = Files.copy(jar, directory.resolve("hawser-names.jar"));
    HostsFile hosts = HostsFile.create(directory, "names", Optional.empty());
    return new Probed.Possible(new JvmWay(agent, hosts, reason));
  }

  @Override
  public void show(NameTable table) throws IOException {
    hosts.write(table);
    names = table;
  }

  @Override
  public boolean reachesEveryProgram() {
    return false;
  }

  @Override
  public Map<String, String> variables(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    String option = "-javaagent:%s=%s".formatted(agent, hosts.path());
    all.merge(OPTIONS, option, (own, added) -> own.isBlank() ? added : own + " " + added);
    return all;
  }

  @Override
  public String explanation() {
    return "names: Java programs know %s, by an agent in %s; others find the variables (*_SERVICE_HOST, *_SERVICE_PORT)%s"
        .formatted(names, OPTIONS, reason.map(why -> ", because " + why).orElse(""));
  }

  @Override
  public void close() {}
}
