package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cli.config.ConfigText;
import dev.hawser.endpoint.failure.FailureException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileFileTest {
  private static final Profile ORDERS =
      new Profile(
          "orders",
          "svc/orders",
          Optional.of("kind-shop"),
          "shop",
          Optional.empty(),
          List.of("8080:80"),
          new Launch(
              List.of("./mvnw", "-q", "exec:java"),
              Optional.of(new Launch.Debugger(Launch.Debugger.Kind.JAVA, 5005)),
              true));

  @Test
  void aNewFileMakesTheProfileTheDefault() {
    assertThat(ProfileFile.with(ORDERS, Optional.empty()))
        .isEqualTo(
            """
            # yaml-language-server: $schema=config.schema.json
            profile: orders
            profiles:
              orders:
                target: svc/orders
                context: kind-shop
                namespace: shop
                ports: ["8080:80"]
                command: ["./mvnw", "-q", "exec:java"]
                jdwp: 5005
            """);
  }

  @Test
  void anExistingFileKeepsItsCommentsItsOrderAndItsIndentation() {
    String before =
        """
        # ours
        grace: 9m # long
        profiles: # of all
            # first
            stock:
                target: svc/stock # it
        # end
        """;
    String after = ProfileFile.with(ORDERS, file(before));
    assertThat(after.lines()).containsSubsequence(before.lines().toList());
    assertThat(after).contains("profiles: # of all\n    orders:\n        target: svc/orders\n");
    assertThat(new ConfigText(Path.of("f"), after).profiles()).containsExactly("orders", "stock");
  }

  @Test
  void aFileWithoutProfilesGetsThem() {
    String after = ProfileFile.with(ORDERS, file("grace: 9m"));
    assertThat(after).startsWith("grace: 9m\nprofiles:\n  orders:\n");
  }

  @Test
  void aProfileOfThatNameIsNotOverwritten() {
    assertThatThrownBy(() -> ProfileFile.with(ORDERS, file("profiles:\n  orders:\n")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("f has a profile 'orders' already");
  }

  @Test
  void aFileToWhichNothingCanBeAddedIsLeftAlone() {
    assertThatThrownBy(() -> ProfileFile.with(ORDERS, file("profiles: {stock: {target: x}}\n")))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("nothing can be added to f as it is written");
  }

  private static Optional<ConfigText> file(String text) {
    return Optional.of(new ConfigText(Path.of("f"), text));
  }
}
