package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What `hawser diagnose` tells of a session, and the logs that it names.
///
/// @param text as it reads
public record Diagnosed(String text, JsonNode json) {

  /// Asks for a session by its process, which may have ended.
  public static Diagnosed of(Place place, long pid) {
    String id = read(directory().resolve(pid + ".json")).at("/session/session").asText();
    return new Diagnosed(
        run(place, "diagnose", "--session", id),
        parse(run(place, "diagnose", "--session", id, "-o", "json").lines().toList().getLast()));
  }

  private static Path directory() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "hawser-" + System.getProperty("user.name"));
  }

  private static String run(Place place, String... words) {
    Hawser.Result result = Hawser.run(place, words);
    assertThat(result.exitCode()).as(result.description()).isZero();
    return String.join("\n", result.output());
  }

  private static JsonNode read(Path file) {
    return parse(content(file));
  }

  private static JsonNode parse(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The live connection that leads there.
  public JsonNode stream(String destination) {
    return StreamSupport.stream(json.at("/streams/some").spliterator(), false)
        .filter(stream -> stream.path("destination").asText().equals(destination))
        .findFirst()
        .orElseThrow(() -> new AssertionError(text));
  }

  /// The log of this end.
  public Path log() {
    return Path.of(json.at("/logs/0").asText());
  }

  /// The copy of an agent's.
  public Path log(String pod) {
    return allLogs().stream()
        .filter(log -> log.toString().endsWith("-" + pod + ".log"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(text));
  }

  public List<Path> allLogs() {
    return StreamSupport.stream(json.path("logs").spliterator(), false)
        .map(log -> Path.of(log.asText()))
        .toList();
  }

  /// As `grep -w` does, when so many lines have it.
  public static List<String> awaitLines(Path log, String word, int count) {
    Pattern pattern = Pattern.compile("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)");
    return await(word + " in " + log)
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> Stream.of(content(log).split("\n")).filter(pattern.asPredicate()).toList(),
            lines -> lines.size() >= count);
  }

  public static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
