package dev.hawser.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The container's environment and mounted files, as the local process sees them.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnvironmentTest {
  private final Shop shop;
  private final LocalProgram local;

  EnvironmentTest(Shop shop, Session session) {
    this.shop = shop;
    this.local = session.local();
  }

  static Stream<Arguments> variables() {
    return Stream.of(
        arguments("GREETING", "hello from the cluster"),
        arguments("EMPTY", ""),
        arguments("TWO_LINES", "first line\nsecond line\n"),
        arguments("NOT_EXPANDED", "50% of $HOME and `quotes' \"too\" ä €"),
        arguments("PLAIN", "says hello from the cluster"),
        arguments("PASSWORD", "p@ss 'word\" $(GREETING) \\ end"),
        arguments("RENAMED", "hello from the cluster"));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void theProcessHasTheContainersVariable(String name, String value) {
    assertThat(variable(name)).isEqualTo(value);
  }

  @Test
  void theProcessHasTheVariableThatOnlyThePodKnows() {
    assertThat(variable("HOME_NAMESPACE")).isEqualTo(shop.namespace());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.properties", "empty.txt", "windows.ini"})
  void aTextOfAMountedConfigMapIsTheSameByteForByte(String file) {
    @Nullable String text =
        kubernetes()
            .configMaps()
            .inNamespace(shop.namespace())
            .withName("orders-files")
            .get()
            .getData()
            .get(file);
    assertThat(local.get("/volume/etc/orders/files/" + file))
        .isEqualTo(Objects.requireNonNull(text).getBytes(UTF_8));
  }

  @Test
  void aBinaryOfAMountedConfigMapIsTheSameByteForByte() {
    String base64 =
        kubernetes()
            .configMaps()
            .inNamespace(shop.namespace())
            .withName("orders-files")
            .get()
            .getBinaryData()
            .get("logo.bin");
    assertThat(local.get("/volume/etc/orders/files/logo.bin"))
        .hasSize(3000)
        .isEqualTo(Base64.getDecoder().decode(base64));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key.bin", "password.txt"})
  void aMountedSecretIsTheSameByteForByte(String file) {
    String base64 =
        kubernetes()
            .secrets()
            .inNamespace(shop.namespace())
            .withName("orders-keys")
            .get()
            .getData()
            .get(file);
    assertThat(local.get("/volume/etc/orders/keys/" + file))
        .isEqualTo(Base64.getDecoder().decode(base64));
  }

  @Test
  void aFileMountedByItselfIsThereToo() {
    assertThat(new String(local.get("/volume/etc/orders/single.properties"), UTF_8))
        .isEqualTo("# of the shop\ngreeting=hello\n\nlast=line without an end\n");
  }

  private String variable(String name) {
    return new String(local.get("/variable/" + name), UTF_8);
  }

  private KubernetesClient kubernetes() {
    return shop.place().client();
  }
}
