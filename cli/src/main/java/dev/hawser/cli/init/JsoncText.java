package dev.hawser.cli.init;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// JSON with comments, as VS Code writes its settings, that is changed where it lies: what is not
/// touched stays to the byte, comments and commas and all.
///
/// @param path to be told
record JsoncText(Path path, String text) {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();
  private static final JsonMapper MAPPER = new JsonMapper(JSON);
  private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern FIRST_INDENT = Pattern.compile("\n([ \t]+)\\S");

  /// Where a value stands in the text.
  private record Span(int start, int end) {}

  /// What was found of an array.
  ///
  /// @param array it
  /// @param last its last element
  /// @param same its element with the wanted name
  private record Found(Optional<Span> array, Optional<Span> last, Optional<Span> same) {}

  /// Puts an element into an array of the top object, in the place of the one of the same name.
  ///
  /// @param key the array's; is added where it is missing
  /// @param naming the key of the elements by which they are told apart
  /// @throws FailureException if this is not JSON, or `key` not an array in it
  JsoncText with(String key, String naming, ObjectNode element) {
    Found found = find(key, naming, element.path(naming).asText());
    if (found.same().isPresent()) {
      Span same = found.same().get();
      return changed(same.start(), same.end(), rendered(element, 2).stripLeading());
    }
    if (found.array().isPresent()) {
      return appended(found.array().get(), found.last(), rendered(element, 2), 1);
    }
    Span top = top();
    String array = "[" + lineEnd() + rendered(element, 2) + lineEnd() + indent() + "]";
    return appended(
        top, lastField(), indent() + MAPPER.getNodeFactory().textNode(key) + ": " + array, 0);
  }

  /// Puts an element at the end of what stands between two brackets.
  private JsoncText appended(Span outer, Optional<Span> last, String element, int depth) {
    int end = outer.end() - 1;
    int from = last.map(Span::end).orElse(outer.start() + 1);
    String between = text.substring(from, end);
    boolean comma = last.isEmpty() || COMMENT.matcher(between).replaceAll("").contains(",");
    return changed(
        from,
        end,
        (comma ? "" : ",")
            + between.stripTrailing()
            + lineEnd()
            + element
            + lineEnd()
            + indent().repeat(depth));
  }

  private JsoncText changed(int start, int end, String by) {
    return new JsoncText(path, text.substring(0, start) + by + text.substring(end));
  }

  private Found find(String key, String naming, String name) {
    try (JsonParser parser = JSON.createParser(text)) {
      Optional<Span> last = Optional.empty();
      Optional<Span> same = Optional.empty();
      requireObject(parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals(key);
        JsonToken first = parser.nextToken();
        int start = start(parser);
        if (!wanted) {
          parser.skipChildren();
          continue;
        }
        if (first != JsonToken.START_ARRAY) {
          throw malformed("'%s' is not a list".formatted(key));
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          int from = start(parser);
          JsonNode element = MAPPER.readTree(parser);
          Span span = new Span(from, end(parser));
          last = Optional.of(span);
          if (element.path(naming).asText().equals(name)) {
            same = last;
          }
        }
        return new Found(Optional.of(new Span(start, end(parser))), last, same);
      }
      return new Found(Optional.empty(), Optional.empty(), Optional.empty());
    } catch (JsonProcessingException e) {
      throw malformed(PeerText.clean(e.getOriginalMessage(), 200));
    } catch (IOException e) {
      throw new IllegalStateException("a text is read without fault", e);
    }
  }

  private Span top() {
    try (JsonParser parser = JSON.createParser(text)) {
      requireObject(parser);
      int start = start(parser);
      parser.skipChildren();
      return new Span(start, end(parser));
    } catch (IOException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }

  private Optional<Span> lastField() {
    try (JsonParser parser = JSON.createParser(text)) {
      requireObject(parser);
      Optional<Span> last = Optional.empty();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int start = start(parser);
        parser.nextToken();
        parser.skipChildren();
        parser.finishToken();
        last = Optional.of(new Span(start, end(parser)));
      }
      return last;
    } catch (IOException e) {
      throw new IllegalStateException("it was read before", e);
    }
  }

  private void requireObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw malformed("not an object");
    }
  }

  private static int start(JsonParser parser) {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private static int end(JsonParser parser) {
    return (int) parser.currentLocation().getCharOffset();
  }

  private FailureException malformed(String what) {
    return new Failure(
            FailureKind.USAGE,
            "%s: %s".formatted(path, what),
            "correct the file, or choose no files for this editor (--ide none)")
        .asException();
  }

  /// By the indentation that the text has.
  private String rendered(JsonNode node, int depth) {
    DefaultIndenter indenter = new DefaultIndenter(indent(), "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
                Separators.createDefaultInstance()
                    .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter);
    try {
      String rendered = MAPPER.writer(printer).writeValueAsString(node);
      String margin = indent().repeat(depth);
      return margin + rendered.replace("\n", lineEnd() + margin);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private String indent() {
    return FIRST_INDENT
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElse("  ");
  }

  private String lineEnd() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }
}
