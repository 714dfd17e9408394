package dev.hawser.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cli.console.Event.Block;
import dev.hawser.cli.console.Event.Change;
import dev.hawser.cli.console.Event.Connected;
import dev.hawser.cli.console.Event.Diagnosed;
import dev.hawser.cli.console.Event.Failed;
import dev.hawser.cli.console.Event.Here;
import dev.hawser.cli.console.Event.Lines;
import dev.hawser.cli.console.Event.Note;
import dev.hawser.cli.console.Event.Phase;
import dev.hawser.cli.console.Event.Planned;
import dev.hawser.cli.console.Event.Reachable;
import dev.hawser.cli.console.Event.Restored;
import dev.hawser.cli.console.Event.RightChecked;
import dev.hawser.cli.console.Event.Session;
import dev.hawser.cli.console.Event.Warning;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/// One JSON object a line; `event` says which, and the rest are its fields.
public final class JsonConsole implements Console {
  private final JsonMapper mapper = new JsonMapper();
  private final PrintStream out;

  public JsonConsole(PrintStream out) {
    this.out = out;
  }

  @Override
  public void tell(Event event) {
    ObjectNode object = mapper.createObjectNode();
    switch (event) {
      case Phase phase -> {
        object.put("event", "phase").put("name", phase.name()).put("text", phase.text());
        object.put("milliseconds", phase.took().toMillis());
      }
      case Note note -> object.put("event", "note").put("text", note.text());
      case Warning warning -> object.put("event", "warning").put("text", warning.text());
      case Planned planned -> put(object.put("event", "planned"), "lines", planned.lines());
      case RightChecked right -> {
        object.put("event", "right").put("right", right.right()).put("allowed", right.allowed());
        object.put("needed", right.needed()).put("reason", right.reason());
      }
      case Change change -> {
        object.put("event", "change").put("object", change.object());
        object.set("before", change.before());
        object.set("after", change.after());
        put(object, "diff", change.diff());
      }
      case Reachable service -> {
        object.put("event", "reachable").put("service", service.service());
        object.put("address", service.address());
        service.ports().forEach(object.putArray("ports")::add);
      }
      case Connected connected ->
          object.put("event", "connected").put("target", connected.target());
      case Block block -> put(object.put("event", "block"), "lines", block.lines());
      case Lines lines -> {
        object.put("event", "line").put("change", lines.change().name().toLowerCase(Locale.ROOT));
        put(object.put("text", lines.text()), "pods", lines.pods());
      }
      case Here here -> {
        object.put("event", "here");
        object.setAll((ObjectNode) mapper.valueToTree(here.report()));
      }
      case Diagnosed diagnosed -> {
        object.put("event", "diagnosis");
        object.setAll((ObjectNode) mapper.valueToTree(diagnosed.diagnosis()));
      }
      case Session session -> {
        object.put("event", "session").put("namespace", session.namespace());
        object.put("workload", session.workload()).put("container", session.container());
        object.put("session", session.session()).put("owner", session.owner());
        object.put("startedAt", session.startedAt().toString());
        object.put("health", session.health().name().toLowerCase(Locale.ROOT));
        session.heartbeat().ifPresent(ago -> object.put("heartbeatMilliseconds", ago.toMillis()));
      }
      case Restored restored -> {
        object.put("event", "restored").put("namespace", restored.namespace());
        object.put("workload", restored.workload()).put("outcome", restored.outcome());
        put(object, "foreignEdits", restored.foreignEdits());
      }
      case Failed failed -> {
        object.put("event", "failed").put("kind", failed.failure().kind().name());
        object.put("what", failed.failure().what()).put("advice", failed.failure().advice());
        object.put("exitCode", failed.failure().kind().exitCode());
      }
    }
    write(object);
  }

  private static void put(ObjectNode object, String name, List<String> values) {
    values.forEach(object.putArray(name)::add);
  }

  private void write(ObjectNode object) {
    try {
      out.println(mapper.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }
}
