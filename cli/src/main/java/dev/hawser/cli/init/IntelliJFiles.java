package dev.hawser.cli.init;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Run configurations of IntelliJ's IDEs, each a file of its own below `.run`: one that runs
/// `hawser connect` in a terminal, and for a JVM one that attaches the debugger to it.
///
/// @see <a href="https://www.jetbrains.com/help/idea/run-debug-configuration.html">run
///     configurations, stored as project files</a>
record IntelliJFiles(Profile profile, String launcher) {

  /// By their names.
  Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("hawser connect %s.run.xml".formatted(profile.name()), connect());
    Optional<Launch.Debugger> java =
        profile.launch().debugger().filter(one -> one.kind() == Launch.Debugger.Kind.JAVA);
    java.ifPresent(
        debugger ->
            files.put("hawser debug %s.run.xml".formatted(profile.name()), debug(debugger.port())));
    return files;
  }

  private String connect() {
    return """
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="hawser connect %s" type="ShConfigurationType">
            <option name="SCRIPT_TEXT" value="%s connect --profile %s --yes" />
            <option name="INDEPENDENT_SCRIPT_PATH" value="true" />
            <option name="SCRIPT_PATH" value="" />
            <option name="SCRIPT_OPTIONS" value="" />
            <option name="INDEPENDENT_SCRIPT_WORKING_DIRECTORY" value="true" />
            <option name="SCRIPT_WORKING_DIRECTORY" value="$PROJECT_DIR$" />
            <option name="INDEPENDENT_INTERPRETER_PATH" value="true" />
            <option name="INTERPRETER_PATH" value="" />
            <option name="INTERPRETER_OPTIONS" value="" />
            <option name="EXECUTE_IN_TERMINAL" value="true" />
            <option name="EXECUTE_SCRIPT_FILE" value="false" />
            <envs />
            <method v="2" />
          </configuration>
        </component>
        """
        .formatted(
            escaped(profile.name()),
            escaped(shellWord(launcher)),
            escaped(shellWord(profile.name())));
  }

  private String debug(int port) {
    return """
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="hawser debug %s" type="Remote">
            <option name="USE_SOCKET_TRANSPORT" value="true" />
            <option name="SERVER_MODE" value="false" />
            <option name="SHMEM_ADDRESS" />
            <option name="HOST" value="127.0.0.1" />
            <option name="PORT" value="%d" />
            <option name="AUTO_RESTART" value="false" />
            <method v="2" />
          </configuration>
        </component>
        """
        .formatted(escaped(profile.name()), port);
  }

  private static String shellWord(String word) {
    return word.matches("[A-Za-z0-9._/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
