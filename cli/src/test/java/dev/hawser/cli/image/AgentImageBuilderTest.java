package dev.hawser.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hawser.endpoint.failure.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The agent here does not run, so there is no start-up cache in these images: what is left must be
/// whole and the same each time.
@EnabledOnOs(OS.LINUX)
class AgentImageBuilderTest {
  /// Outlives a run, for cutting the runtime takes the most time.
  private static final Path CACHE = Path.of("target", "image-cache");

  private final List<String> progress = new ArrayList<>();
  private final Path directory;
  private final Path installed;
  private final Path reaper;

  AgentImageBuilderTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.installed = InstalledAgent.in(directory.resolve("agent"));
    this.reaper = InstalledAgent.reaperIn(directory.resolve("reaper"));
  }

  @Test
  void anImageHoldsTheRuntimeTheAgentAndNoVariableOfItsOwn() throws Exception {
    Path archive = directory.resolve("agent.tar");

    BuiltImage first = build("tar://" + BaseArchive.in(directory), archive);

    assertThat(first.name()).isEqualTo("hawser.dev/agent:test");
    assertThat(progress).anyMatch(line -> line.startsWith("no start-up cache"));
    JsonNode config = new ObjectMapper().readTree(contents(archive).get("config.json"));
    assertThat(config.at("/config/Env")).map(JsonNode::asText).containsExactly("OF=the base");
    assertThat(config.at("/config/User").asText()).isEqualTo("65532");
    assertThat(config.at("/config/Entrypoint"))
        .map(JsonNode::asText)
        .containsExactly("/hawser/runtime/bin/java", "@/hawser/options", "dev.hawser.agent.Main");
    Map<String, Integer> files = files(archive);
    assertThat(files)
        .containsEntry("hawser/runtime/bin/java", 0755)
        .containsEntry("hawser/lib/remote-agent-0.1.0.jar", 0644)
        .containsEntry("hawser/options", 0644)
        .containsEntry("hawser/reaper/cluster-0.1.0.jar", 0644)
        .containsEntry("hawser/reaper/options", 0644)
        .doesNotContainKey("hawser/reaper/netty-common-4.2.jar") // which the agent has
        .doesNotContainKey("hawser/agent.aot");
    assertThat(new TreeSet<>(files.keySet())).noneMatch(name -> name.contains("osx"));

    BuiltImage second = build("tar://" + BaseArchive.in(directory), archive);

    assertThat(second.digest()).isEqualTo(first.digest());
    try (Stream<Path> left = Files.list(CACHE)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.startsWith("image-") || name.startsWith("jlink-"));
    }
  }

  @Test
  void aBaseThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> build("tar:///no/such/base.tar", directory.resolve("agent.tar")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("/no/such/base.tar");
    assertThatThrownBy(() -> build("Not A Name", directory.resolve("agent.tar")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("Not A Name is no image's name");
  }

  private BuiltImage build(String base, Path archive) throws InterruptedException {
    return AgentImageBuilder.build(
        new AgentImageRequest(
            installed,
            reaper,
            CACHE,
            base,
            new ImageDestination.Archive(archive, "hawser.dev/agent:test")),
        progress::add);
  }

  private static Map<String, byte[]> contents(Path archive) throws IOException {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        contents.put(entry.getName(), tar.readAllBytes());
      }
    }
    return contents;
  }

  /// Paths and modes of all layers.
  private static Map<String, Integer> files(Path archive) throws IOException {
    Map<String, Integer> files = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> layer : contents(archive).entrySet()) {
      if (layer.getKey().endsWith(".tar.gz")) {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(layer.getValue()));
            TarArchiveInputStream tar = new TarArchiveInputStream(gzip, UTF_8.name())) {
          for (TarArchiveEntry entry = tar.getNextEntry();
              entry != null;
              entry = tar.getNextEntry()) {
            files.put(entry.getName(), entry.getMode() & 0777);
          }
        }
      }
    }
    return files;
  }
}
