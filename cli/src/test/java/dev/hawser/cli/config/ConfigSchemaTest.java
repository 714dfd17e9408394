package dev.hawser.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `docs/config.schema.json` says what the code takes.
class ConfigSchemaTest {
  private static final Path SCHEMA = Path.of("../docs/config.schema.json");
  private static final Path SAMPLES = Path.of("src/test/resources/dev/hawser/cli/config/samples");

  static Stream<Path> good() throws IOException {
    return files("good");
  }

  static Stream<Path> bad() throws IOException {
    return files("bad");
  }

  private static Stream<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES.resolve(kind))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void theSchemaHasTheKeysOfTheCodeInItsOrder() throws IOException {
    JsonNode schema = new JsonMapper().readTree(SCHEMA.toFile());
    assertThat(names(schema.at("/properties")))
        .containsExactlyElementsOf(
            Stream.concat(Setting.keys().stream(), Stream.of(ConfigFile.PROFILES)).toList());
    assertThat(names(schema.at("/$defs/profile/properties")))
        .containsExactlyElementsOf(
            Setting.keys().stream().filter(key -> !key.equals("profile")).toList());
  }

  @Test
  void thePageNamesEveryKey() throws IOException {
    assertThat(Files.readString(Path.of("../docs/configuration.md")))
        .contains(Setting.keys().stream().map("`%s`"::formatted).toList());
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatTheSchemaAllowsIsRead(Path file) throws IOException {
    assertThat(schema().validate(yaml(file))).isEmpty();
    assertThat(ConfigFile.read(file, SAMPLES).path()).isEqualTo(file);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatTheSchemaRefusesIsAUsageErrorThatNamesTheLine(Path file) throws IOException {
    assertThat(schema().validate(yaml(file))).isNotEmpty();
    assertThatThrownBy(() -> ConfigFile.read(file, SAMPLES))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).matches(file + ":[1-3]: .*");
            });
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(SCHEMA));
  }

  private static JsonNode yaml(Path file) throws IOException {
    JsonNode read = new YAMLMapper().readTree(file.toFile());
    return read.isMissingNode() ? NullNode.instance : read;
  }

  private static List<String> names(JsonNode object) {
    Iterable<String> names = object::fieldNames;
    return StreamSupport.stream(names.spliterator(), false).toList();
  }
}
