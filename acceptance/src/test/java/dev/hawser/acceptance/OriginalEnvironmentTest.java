package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a container's environment is what the program of the original really has: by the
/// manifest, by its image, and by the image's entry point.
@ExtendWith(Places.class)
class OriginalEnvironmentTest {
  /// What belongs to a machine or a pod, or leads elsewhere here.
  private static final String OTHER_HERE =
      "PATH|HOME|PWD|SHLVL|_|HOSTNAME|LC_.*|LANG|LD_.*|HAWSER_.*|.*_SERVICE_(HOST|PORT).*|.*_PORT(_.*)?";

  private final Shop shop;

  OriginalEnvironmentTest(Shop shop) {
    this.shop = shop;
    shop.orders().awaitOriginalPods();
  }

  private Map<String, String> original() {
    Pod pod = shop.orders().pods().getFirst();
    String block =
        new ClientPod(shop.place(), shop.namespace(), pod.getMetadata().getName(), "orders")
            .run("cat", "/proc/1/environ");
    Map<String, String> variables = new TreeMap<>();
    Stream.of(block.split("\0"))
        .map(entry -> entry.split("=", 2))
        .forEach(entry -> variables.put(entry[0], entry[1]));
    return variables;
  }

  private static Map<String, String> json(String text) throws IOException {
    return new TreeMap<>(
        JsonMapper.builder().build().readValue(text, new TypeReference<Map<String, String>>() {}));
  }

  private static Map<String, String> same(Map<String, String> variables) {
    Map<String, String> same = new TreeMap<>(variables);
    same.keySet().removeIf(name -> name.matches(OTHER_HERE));
    return same;
  }

  @Test
  void envPrintsWhatARunningOriginalHas() throws Exception {
    Map<String, String> original = original();
    original.remove("HOSTNAME"); // of another replica, perhaps
    original.keySet().removeIf(name -> name.startsWith("HAWSER_")); // the sandbox's own

    Hawser.Result result = env(shop.place().kubeconfig(), "--all");

    assertThat(result.exitCode()).as(result.description()).isZero();
    Map<String, String> printed = json(String.join("\n", result.output()));
    printed.remove("HOSTNAME");
    assertThat(printed).isEqualTo(original);
    assertThat(result.errors()).anyMatch(line -> line.contains("that of process 1 of orders-"));
    assertThat(shop.orders().agents()).isEmpty();
  }

  @Test
  void envGoesByTheManifestWhereNobodyMayAskTheOriginal() throws Exception {
    try (Place.LimitedUser user = shop.place().userWithout("get", "pods/exec", shop.namespace())) {
      Hawser.Result result = env(user.kubeconfig());

      assertThat(result.exitCode()).as(result.description()).isZero();
      assertThat(json(String.join("\n", result.output())))
          .containsKey("PLAIN")
          .doesNotContainKeys("OF_IMAGE", "PATH");
      assertThat(result.errors())
          .anyMatch(line -> line.contains("by the manifest") && line.contains("pods/exec"));
    }
  }

  @Test
  void theProcessAndTheFileHaveWhatTheOriginalHad(@TempDir Path directory) throws Exception {
    Map<String, String> original = same(original());
    Path file = directory.resolve("orders.json");

    try (Session session = Session.connect(shop, "--env-file", file.toString())) {
      assertThat(same(json(Files.readString(file)))).isEqualTo(original);
      original.forEach(
          (name, value) -> assertThat(session.local().variable(name)).as(name).isEqualTo(value));
      assertThat(shop.orders().agents())
          .extracting(pod -> pod.getMetadata().getName())
          .contains(session.local().variable("HOSTNAME"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }

    assertThat(file).as("after the session").doesNotExist();
  }

  @Test
  void aFileOfTheUsersOwnIsNotTakenForTheSessions(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve(".env"), "MINE=1\n");

    Hawser.Result result =
        Hawser.run(
            shop.place(),
            "connect",
            "svc/orders",
            "-n",
            shop.namespace(),
            "--yes",
            "--env-file",
            file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.failureLine()).contains(file + " is there already");
    assertThat(file).hasContent("MINE=1\n");
    assertThat(shop.orders().agents()).isEmpty();
  }

  private Hawser.Result env(Path kubeconfig, String... options) {
    String[] words =
        Stream.concat(
                Stream.of("env", "svc/orders", "-n", shop.namespace(), "--env-format", "json"),
                Stream.of(options))
            .toArray(String[]::new);
    return Hawser.run(shop.place(), kubeconfig, words);
  }
}
