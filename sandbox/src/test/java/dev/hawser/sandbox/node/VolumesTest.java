package dev.hawser.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.sandbox.store.Json;
import dev.hawser.sandbox.store.ObjectKey;
import dev.hawser.sandbox.store.ObjectKind;
import dev.hawser.sandbox.store.ObjectRules;
import dev.hawser.sandbox.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumesTest {
  private final Path directory;
  private final Store store = new Store(new ObjectRules(() -> ""));

  VolumesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void fillTheNamespace() {
    store.create(ObjectKind.NAMESPACE, "", Json.parse("{\"metadata\": {\"name\": \"shop\"}}"));
    store.create(
        ObjectKind.CONFIG_MAP,
        "shop",
        Json.parse("{\"metadata\": {\"name\": \"c\"}, \"data\": {\"a\": \"1\", \"b\": \"2\"}}"));
    store.create(
        ObjectKind.SECRET,
        "shop",
        Json.parse("{\"metadata\": {\"name\": \"s\"}, \"stringData\": {\"token\": \"t\"}}"));
  }

  private Path mount(String volume, String mount) throws IOException {
    ObjectNode pod =
        Json.parse(
            """
            {"metadata": {"name": "p", "namespace": "shop"},
             "spec": {"volumes": [%s], "containers": [{"name": "c", "volumeMounts": [%s]}]}}
            """
                .formatted(volume, mount));
    Volumes volumes = new Volumes(pod, new References(store, "shop"), directory);
    JsonNode container = pod.at("/spec/containers/0");
    volumes.mount(container);
    return volumes.root(container);
  }

  @Test
  void aConfigMapIsLaidOutBehindOneLink() throws IOException {
    Path root =
        mount(
            "{\"name\": \"v\", \"configMap\": {\"name\": \"c\"}}",
            "{\"name\": \"v\", \"mountPath\": \"/etc/app\"}");
    Path mounted = root.resolve("etc/app");
    assertThat(mounted.resolve("a")).hasContent("1").isSymbolicLink();
    assertThat(Files.readSymbolicLink(mounted.resolve("a"))).isEqualTo(Path.of("..data/a"));
    assertThat(Files.readSymbolicLink(mounted.resolve("..data")).toString())
        .matches("\\.\\.\\d{4}_.*");
  }

  @Test
  void aChangeReplacesAllFilesAtOnceAndDropsWhatIsGone() throws IOException {
    String volume = "{\"name\": \"v\", \"configMap\": {\"name\": \"c\"}}";
    String mount = "{\"name\": \"v\", \"mountPath\": \"/etc/app\"}";
    Path mounted = mount(volume, mount).resolve("etc/app");
    Path before = Files.readSymbolicLink(mounted.resolve("..data"));
    mount(volume, mount);
    assertThat(Files.readSymbolicLink(mounted.resolve("..data"))).isEqualTo(before);
    store.update(
        new ObjectKey(ObjectKind.CONFIG_MAP, "shop", "c"),
        Store.Part.OBJECT,
        map -> {
          map.putObject("data").put("a", "new");
          return map;
        });
    mount(volume, mount);
    assertThat(mounted.resolve("a")).hasContent("new");
    assertThat(mounted.resolve("b")).doesNotExist();
    assertThat(mounted.resolve(before)).doesNotExist();
  }

  @Test
  void modesAndItemsAreObserved() throws IOException {
    Path root =
        mount(
            """
            {"name": "v", "secret": {"secretName": "s", "defaultMode": 256,
              "items": [{"key": "token", "path": "deep/er"}]}}
            """,
            "{\"name\": \"v\", \"mountPath\": \"/s\"}");
    Path file = root.resolve("s/deep/er");
    assertThat(file).hasContent("t");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
  }

  @Test
  void aProjectedVolumeJoinsItsSources() throws IOException {
    Path root =
        mount(
            """
            {"name": "v", "projected": {"sources": [
              {"configMap": {"name": "c"}}, {"secret": {"name": "s"}},
              {"downwardAPI": {"items": [
                {"path": "name", "fieldRef": {"fieldPath": "metadata.name"}}]}}]}}
            """,
            "{\"name\": \"v\", \"mountPath\": \"/p\"}");
    assertThat(root.resolve("p/a")).hasContent("1");
    assertThat(root.resolve("p/token")).hasContent("t");
    assertThat(root.resolve("p/name")).hasContent("p");
  }

  @Test
  void aSubPathIsAPlainFile() throws IOException {
    Path root =
        mount(
            "{\"name\": \"v\", \"configMap\": {\"name\": \"c\"}}",
            "{\"name\": \"v\", \"mountPath\": \"/etc/only\", \"subPath\": \"b\"}");
    assertThat(root.resolve("etc/only")).hasContent("2").isRegularFile();
    assertThat(Files.isSymbolicLink(root.resolve("etc/only"))).isFalse();
  }

  @Test
  void anEmptyDirectoryIsWritable() throws IOException {
    Path root =
        mount(
            "{\"name\": \"v\", \"emptyDir\": {}}", "{\"name\": \"v\", \"mountPath\": \"/tmp/x\"}");
    Files.writeString(root.resolve("tmp/x/file"), "f");
    assertThat(root.resolve("tmp/x/file")).hasContent("f");
  }
}
