package dev.hawser.cli.connect;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// How the command runs, besides what the session gives it.
///
/// @param directory in which it runs
/// @param variables that it gets whatever others say
/// @param jdwpPort at which a JVM in it waits for a debugger
/// @param overrides what the user's files say
public record ChildSettings(
    Path directory, Map<String, String> variables, OptionalInt jdwpPort, Overrides overrides) {
  private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

  public ChildSettings {
    variables = Map.copyOf(variables);
  }

  /// All variables of the command. What the container or the machine says to every JVM stays.
  Map<String, String> over(Map<String, String> environment) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    jdwpPort.ifPresent(
        port -> all.merge(JVM_OPTIONS, debugging(port), (said, more) -> said + " " + more));
    return all;
  }

  /// @see <a href="https://docs.oracle.com/en/java/javase/25/docs/specs/jpda/conninv.html">JPDA</a>
  private static String debugging(int port) {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
  }
}
