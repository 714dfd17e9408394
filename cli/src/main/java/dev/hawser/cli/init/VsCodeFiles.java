package dev.hawser.cli.init;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/// What VS Code needs so that F5 runs `hawser connect`, waits for its ready line, attaches the
/// debugger, and ends the session with it.
///
/// @param launcher how `hawser` is started
/// @see <a href="https://code.visualstudio.com/docs/debugtest/tasks">tasks.json</a>
/// @see <a
// href="https://code.visualstudio.com/docs/debugtest/debugging-configuration">launch.json</a>
record VsCodeFiles(Profile profile, String launcher) {
  static final String NEW_TASKS = "{\n  \"version\": \"2.0.0\",\n  \"tasks\": []\n}\n";
  static final String NEW_LAUNCH = "{\n  \"version\": \"0.2.0\",\n  \"configurations\": []\n}\n";

  /// Longer than a build before the program starts.
  private static final int ATTACH_LIMIT_MS = 120_000;

  private static final JsonMapper JSON = new JsonMapper();

  JsoncText tasks(JsoncText before) {
    return before
        .with("tasks", "label", connect())
        .with("tasks", "label", stop())
        .with("inputs", "id", terminate());
  }

  /// As before where the program has no debugger.
  JsoncText launch(JsoncText before) {
    Optional<ObjectNode> attach = profile.launch().debugger().map(this::attach);
    return attach.isPresent() ? before.with("configurations", "name", attach.get()) : before;
  }

  private String label(String verb) {
    return "hawser: %s %s".formatted(verb, profile.name());
  }

  private ObjectNode connect() {
    ObjectNode task = JSON.createObjectNode();
    task.put("label", label("connect")).put("type", "process").put("command", launcher);
    List.of("connect", "--profile", profile.name(), "--yes").forEach(task.putArray("args")::add);
    task.putObject("options").put("cwd", "${workspaceFolder}");
    task.put("isBackground", true);
    ObjectNode matcher = task.putObject("problemMatcher");
    matcher.put("owner", "hawser");
    matcher
        .putObject("pattern") // a failure is a problem, so that VS Code asks before it goes on
        .put("regexp", "^hawser: failed: (.*)$")
        .put("kind", "file")
        .put("file", 1)
        .put("message", 1);
    matcher
        .putObject("background")
        .put("activeOnStart", true)
        .put("beginsPattern", "^\\s+resolve\\s")
        .put("endsPattern", "^hawser: (connected|failed:) ");
    task.putObject("presentation").put("panel", "dedicated").put("clear", true);
    return task;
  }

  private ObjectNode stop() {
    ObjectNode task = JSON.createObjectNode();
    task.put("label", label("stop")).put("type", "shell");
    task.put("command", "echo ${input:%s}".formatted(inputId()));
    task.putArray("problemMatcher");
    task.putObject("presentation").put("reveal", "never").put("close", true);
    return task;
  }

  private ObjectNode terminate() {
    return JSON.createObjectNode()
        .put("id", inputId())
        .put("type", "command")
        .put("command", "workbench.action.tasks.terminate")
        .put("args", label("connect"));
  }

  private String inputId() {
    return "hawser-stop-" + profile.name();
  }

  private ObjectNode attach(Launch.Debugger debugger) {
    ObjectNode attach = JSON.createObjectNode();
    attach.put("name", "hawser: " + profile.name());
    attach.put("type", debugger.kind().type()).put("request", "attach");
    switch (debugger.kind()) {
      case JAVA -> attach.put("hostName", "127.0.0.1").put("port", debugger.port());
      case NODE -> attach.put("address", "127.0.0.1").put("port", debugger.port());
      case GO -> attach.put("mode", "remote").put("host", "127.0.0.1").put("port", debugger.port());
      case PYTHON ->
          attach.putObject("connect").put("host", "127.0.0.1").put("port", debugger.port());
    }
    switch (debugger.kind()) {
      case JAVA, NODE -> attach.put("timeout", ATTACH_LIMIT_MS);
      case GO, PYTHON -> {}
    }
    attach.put("preLaunchTask", label("connect")).put("postDebugTask", label("stop"));
    return attach;
  }
}
