package dev.hawser.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a YAML file that people write, so that what is wrong in it can be told with its line.
///
/// @param top what it holds; no keys if it is empty
record YamlFile(Path path, YamlValue.Keys top) {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// @throws FailureException if the file cannot be read, or is not one set of keys
  static YamlFile read(Path path) {
    try {
      return parse(path, Files.readString(path));
    } catch (IOException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: cannot be read (%s)".formatted(path, e.getMessage()),
              "check the file's permissions and that it is UTF-8")
          .asException(e);
    }
  }

  /// @param path to be told
  /// @throws FailureException if the text is not one set of keys
  static YamlFile parse(Path path, String text) {
    try (YAMLParser parser = YAML.createParser(text)) {
      if (parser.nextToken() == null) {
        return new YamlFile(path, new YamlValue.Keys(List.of(), 1));
      }
      YamlValue value = value(parser, path);
      if (parser.nextToken() != null) {
        throw malformed(path, line(parser), "a second document", "keep one in the file");
      }
      if (value instanceof YamlValue.Keys top) {
        return new YamlFile(path, top);
      }
      throw malformed(path, value.line(), "no key", "write KEY: VALUE");
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw malformed(path, line, PeerText.clean(e.getOriginalMessage(), 200), "correct the file");
    } catch (IOException e) {
      throw new IllegalStateException("a text is read without fault", e);
    }
  }

  FailureException malformed(int line, String what, String advice) {
    return malformed(path, line, what, advice);
  }

  private static FailureException malformed(Path path, int line, String what, String advice) {
    return new Failure(FailureKind.USAGE, "%s:%d: %s".formatted(path, line, what), advice)
        .asException();
  }

  private static YamlValue value(YAMLParser parser, Path path) throws IOException {
    int line = line(parser);
    if (parser.isCurrentAlias()) {
      throw malformed(path, line, "an alias (*)", "write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> new YamlValue.Keys(entries(parser, path), line);
      case START_ARRAY -> {
        List<YamlValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, path));
        }
        yield new YamlValue.Items(items, line);
      }
      case VALUE_NULL -> new YamlValue.Text("", line);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new YamlValue.Text(parser.getText(), line);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw malformed(path, line, "a kind of value that is not known", "write a plain value");
    };
  }

  private static List<YamlValue.Entry> entries(YAMLParser parser, Path path) throws IOException {
    List<YamlValue.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int line = line(parser);
      parser.nextToken();
      entries.add(new YamlValue.Entry(key, value(parser, path), line));
    }
    return entries;
  }

  private static int line(YAMLParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
