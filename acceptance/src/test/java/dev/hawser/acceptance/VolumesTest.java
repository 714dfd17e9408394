package dev.hawser.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.acceptance.place.ClientPod;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The container's volumes as the local process has them: at their own paths, and fresh.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumesTest {
  private static final String PASSWORD = "/etc/orders/keys/password.txt";

  /// The kubelet looks at a pod's volumes once in a minute, and whenever the pod changes.
  private static final Duration KUBELET = Duration.ofMinutes(3);

  private final Shop shop;
  private final LocalProgram local;

  VolumesTest(Shop shop, Session session) {
    this.shop = shop;
    this.local = session.local();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/orders/files/app.properties",
        "/etc/orders/files/logo.bin",
        "/etc/orders/keys/key.bin",
        "/etc/orders/single.properties"
      })
  void aFileLiesAtThePathThatItHasInTheContainer(String path) {
    assertThat(local.get("/file" + path)).isNotEmpty().isEqualTo(local.get("/volume" + path));
  }

  @Test
  void aRotatedSecretIsHereWithinSecondsOfThePodsOwnVolume() {
    String rotated = "rotated " + UUID.randomUUID();
    rotate(rotated);
    shop.orders().agents().forEach(this::haveTheKubeletLook);
    await("the pods' own volumes")
        .atMost(KUBELET)
        .until(() -> shop.orders().agents().stream().allMatch(pod -> has(pod, rotated)));

    await("the volume here")
        .atMost(Duration.ofSeconds(5))
        .until(() -> new String(local.get("/volume" + PASSWORD), UTF_8).equals(rotated));
    assertThat(new String(local.get("/file" + PASSWORD), UTF_8)).isEqualTo(rotated);
  }

  private void rotate(String value) {
    shop.place()
        .client()
        .secrets()
        .inNamespace(shop.namespace())
        .withName("orders-keys")
        .edit(secret -> new SecretBuilder(secret).addToStringData("password.txt", value).build());
  }

  private void haveTheKubeletLook(Pod pod) {
    shop.place()
        .client()
        .pods()
        .inNamespace(shop.namespace())
        .withName(pod.getMetadata().getName())
        .edit(
            there ->
                new PodBuilder(there)
                    .editMetadata()
                    .addToAnnotations(Map.of("acceptance/looked-at", "" + System.nanoTime()))
                    .endMetadata()
                    .build());
  }

  private boolean has(Pod pod, String value) {
    return new ClientPod(shop.place(), shop.namespace(), pod.getMetadata().getName(), "orders")
        .run("sh", "-c", "cat \"$HAWSER_VOLUME_ROOT\"" + PASSWORD)
        .equals(value);
  }
}
