package dev.hawser.cluster.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.cluster.target.Workload;
import dev.hawser.tunnel.frame.PeerText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// What all undo records have in common, whatever kind of workload they lie on: version, session,
/// and images of objects packed by gzip and base64.
final class RecordJson {
  /// The newest that is written, and the last that is read.
  static final int VERSION = 2;

  private static final int IMAGE_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private RecordJson() {}

  /// Reads a record from the object that it lies on.
  interface Reading<T> {
    T parse(JsonNode record) throws IOException;
  }

  /// @throws dev.hawser.endpoint.failure.FailureException of kind RESTORE_INCOMPLETE, if this
  ///     version of Hawser cannot read it
  static <T> T read(WorkloadJson marked, String annotation, Reading<T> reading) {
    try {
      JsonNode record = JSON.readTree(annotation);
      int version = record.path("version").asInt();
      if (version > VERSION) {
        throw Mark.tooNew(marked, version, VERSION);
      }
      if (version < 1) {
        throw new IOException("version: " + version + " (expected: 1 to " + VERSION + ")");
      }
      return reading.parse(record);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw Mark.irretrievable(
          marked, "its undo record cannot be read (%s)".formatted(PeerText.clean(words(e), 120)));
    }
  }

  /// The beginning of a record.
  static ObjectNode of(int version, SessionRecord session) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("version", version);
    record.put("session", session.session());
    record.put("owner", session.owner());
    record.put("startedAt", session.startedAt().toString());
    record.put("graceSeconds", session.grace().toSeconds());
    record.put("container", session.container());
    return record;
  }

  static SessionRecord session(Workload workload, JsonNode record) throws IOException {
    return new SessionRecord(
        workload,
        text(record, "session"),
        text(record, "owner"),
        Instant.parse(text(record, "startedAt")),
        Duration.ofSeconds(record.path("graceSeconds").asLong()),
        text(record, "container"));
  }

  static String text(JsonNode record, String field) throws IOException {
    return Optional.ofNullable(record.path(field).textValue())
        .orElseThrow(() -> new IOException(field + ": missing"));
  }

  static String pack(JsonNode value) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }

  static ObjectNode unpack(String packed) throws IOException {
    byte[] bytes = Base64.getDecoder().decode(packed);
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] json = gzip.readNBytes(IMAGE_LIMIT_BYTES);
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
