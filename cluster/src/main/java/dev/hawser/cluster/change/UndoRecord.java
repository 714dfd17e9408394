package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.tunnel.frame.PeerText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What a session changed, in a form of which every version is read for ever: a member may be added
/// only where readers that do not know it still undo rightly; whatever else changes the form is a
/// new version, with golden files in the tests.
///
/// It lies on the workload from the very write that changes it, and has all that undoing needs.
/// Values of variables are not in it: those of the user stay where they are, ours are known by
/// name.
///
/// @param before the touched fields of the container that had a value
/// @param after every touched field as it is while the session lasts, null where there is none
/// @param variables names of the variables that were added
/// @param metricsPort the port that was added
/// @param lowPorts whether the pod was allowed ports below 1024
record UndoRecord(
    SessionRecord session,
    ObjectNode before,
    ObjectNode after,
    List<String> variables,
    OptionalInt metricsPort,
    boolean lowPorts) {
  private static final int VERSION = 1;
  private static final int PRE_IMAGE_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  UndoRecord {
    variables = List.copyOf(variables);
  }

  String toAnnotation() {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("version", VERSION);
    record.put("session", session.session());
    record.put("owner", session.owner());
    record.put("startedAt", session.startedAt().toString());
    record.put("graceSeconds", session.grace().toSeconds());
    record.put("container", session.container());
    record.put("preImage", pack(before));
    record.put("ours", pack(after));
    variables.forEach(record.putArray("variables")::add);
    metricsPort.ifPresent(port -> record.put("metricsPort", port));
    if (lowPorts) {
      record.put("lowPorts", true);
    }
    return record.toString();
  }

  /// The record that a workload with a mark bears.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException of kind RESTORE_INCOMPLETE, if this
  ///     version of Hawser cannot read it
  static UndoRecord of(WorkloadJson workload) {
    String annotation = workload.mark().orElseThrow();
    try {
      return parse(workload, JSON.readTree(annotation));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw Mark.irretrievable(
          workload, "its undo record cannot be read (%s)".formatted(PeerText.clean(words(e), 120)));
    }
  }

  private static UndoRecord parse(WorkloadJson workload, JsonNode record) throws IOException {
    int version = record.path("version").asInt();
    if (version > VERSION) {
      throw Mark.tooNew(workload, version, VERSION);
    }
    if (version < 1) {
      throw new IOException("version: " + version + " (expected: 1 to " + VERSION + ")");
    }
    List<String> variables = new ArrayList<>();
    record.path("variables").forEach(name -> variables.add(name.asText()));
    return new UndoRecord(
        new SessionRecord(
            workload.workload(),
            text(record, "session"),
            text(record, "owner"),
            Instant.parse(text(record, "startedAt")),
            Duration.ofSeconds(record.path("graceSeconds").asLong()),
            text(record, "container")),
        unpack(text(record, "preImage")),
        unpack(text(record, "ours")),
        variables,
        record.has("metricsPort")
            ? OptionalInt.of(record.get("metricsPort").asInt())
            : OptionalInt.empty(),
        record.path("lowPorts").asBoolean());
  }

  private static String text(JsonNode record, String field) throws IOException {
    return Optional.ofNullable(record.path(field).textValue())
        .orElseThrow(() -> new IOException(field + ": missing"));
  }

  private static String pack(JsonNode value) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  private static ObjectNode unpack(String packed) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] json = gzip.readNBytes(PRE_IMAGE_LIMIT_BYTES);
      if (JSON.readTree(json) instanceof ObjectNode value) {
        return value;
      }
      throw new IOException("not an object");
    }
  }

  private static String words(Exception e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
