package dev.hawser.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit gives the directories
class ConfigurationTest {
  private static final Optional<String> NO_NAME = Optional.empty();

  @TempDir Path project;
  @TempDir Path home;

  @Test
  void withoutAnyFileNothingIsSet() {
    assertThat(settings(Map.of()).values()).isEmpty();
  }

  @Test
  void theEnvironmentGoesBeforeTheProjectBeforeTheUser() throws IOException {
    user("agentImage: of-user\n");
    assertThat(image(Map.of())).isEqualTo("of-user");
    project("agentImage: of-project\n");
    assertThat(image(Map.of())).isEqualTo("of-project");
    assertThat(image(Map.of("HAWSER_AGENT_IMAGE", "of-environment"))).isEqualTo("of-environment");
    assertThat(image(Map.of("HAWSER_AGENT_IMAGE", " "))).isEqualTo("of-project");
  }

  @Test
  void eachValueTellsWhereItWasWritten() throws IOException {
    project("# first\nnamespace: shop\n");
    Settings settings = settings(Map.of("HAWSER_CONTEXT", "kind"));
    assertThat(settings.find(Setting.NAMESPACE).orElseThrow().origin())
        .hasToString(project.resolve(".hawser/config.yaml") + ":2");
    assertThat(settings.find(Setting.CONTEXT).orElseThrow().origin())
        .hasToString("$HAWSER_CONTEXT");
  }

  @Test
  void theFileIsFoundFromADirectoryBelowAndPathsStartAtTheProject() throws IOException {
    project("envFile: out/.env\n");
    Path below = Files.createDirectories(project.resolve("src/main"));
    Configured file =
        Configuration.load(Map.of(), below, home)
            .settings(NO_NAME, true)
            .find(Setting.ENV_FILE)
            .orElseThrow();
    assertThat(file.origin().base()).isEqualTo(project);
  }

  @Test
  void theUsersFileLiesWhereXdgSays() throws IOException {
    Path elsewhere = home.resolve("elsewhere");
    write(elsewhere.resolve("hawser/config.yaml"), "agentImage: of-xdg\n");
    assertThat(image(Map.of("XDG_CONFIG_HOME", elsewhere.toString()))).isEqualTo("of-xdg");
  }

  @Test
  void aProfileGoesBeforeWhatItsFileSaysForAll() throws IOException {
    project(
        """
        namespace: shop
        grace: 1m
        profiles:
          orders:
            target: svc/orders
            grace: 9m
        """);
    Settings settings = configuration(Map.of()).settings(Optional.of("orders"), true);
    assertThat(text(settings, Setting.TARGET)).isEqualTo("svc/orders");
    assertThat(text(settings, Setting.GRACE)).isEqualTo("9m");
    assertThat(text(settings, Setting.NAMESPACE)).isEqualTo("shop");
  }

  @Test
  void theDefaultProfileCountsUnlessATargetIsGiven() throws IOException {
    project("profile: orders\nprofiles:\n  orders:\n    container: app\n");
    assertThat(configuration(Map.of()).settings(NO_NAME, true).find(Setting.CONTAINER)).isPresent();
    assertThat(configuration(Map.of()).settings(NO_NAME, false).find(Setting.CONTAINER)).isEmpty();
  }

  @Test
  void anUnknownProfileIsAnsweredWithTheNearest() throws IOException {
    project("profiles:\n  orders:\n  stock:\n");
    assertUsage(
        () -> configuration(Map.of()).settings(Optional.of("order"), true),
        "there is no profile 'order'",
        "did you mean 'orders'?");
  }

  @Test
  void variablesOfAllFilesCountTogetherTheNearestFirst() throws IOException {
    user("env:\n  A: user\n  B: user\n");
    project("env:\n  B: project\n  C: project\nprofiles:\n  orders:\n    env:\n      C: orders\n");
    assertThat(
            configuration(Map.of())
                .settings(Optional.of("orders"), true)
                .find(Setting.ENV)
                .orElseThrow()
                .variables())
        .isEqualTo(Map.of("A", "user", "B", "project", "C", "orders"));
  }

  @Test
  void valuesOfVariablesAreNotTold() throws IOException {
    project("env:\n  TOKEN: canary\n");
    assertThat(settings(Map.of()).find(Setting.ENV).orElseThrow())
        .hasToString("TOKEN (values not shown)");
  }

  @Test
  void anUnknownKeyIsRefusedWithItsLineAndTheNearest() throws IOException {
    project("namespace: shop\nagentimage: x\n");
    assertUsage(
        () -> settings(Map.of()), "config.yaml:2: unknown key 'agentimage'", "'agentImage'");
  }

  @Test
  void aKeyThatIsLikeNoneIsRefusedWithAll() throws IOException {
    project("zzzzzzzzzzzzzz: x\n");
    assertUsage(() -> settings(Map.of()), "unknown key", "known keys: profile, target, ");
  }

  @Test
  void aKeyGivenTwiceIsRefused() throws IOException {
    project("namespace: a\nnamespace: b\n");
    assertUsage(() -> settings(Map.of()), "config.yaml:2: Duplicate", "correct the file");
  }

  @Test
  void anAliasIsRefusedAndNotTakenForAText() throws IOException {
    project("context: &a one\nnamespace: *a\n");
    assertUsage(() -> settings(Map.of()), "config.yaml:2: an alias", "write the value out");
  }

  @Test
  void aPairOfPortsIsNoNumberOfBaseSixty() throws IOException {
    project("ports: [8080:50]\n");
    assertThat(settings(Map.of()).find(Setting.PORTS).orElseThrow().words())
        .containsExactly("8080:50");
  }

  @Test
  void aFileThatSomebodyElseHasPutAboveIsNotRead() {
    assertThat(Configuration.isTrusted("anna", "anna", "anna")).isTrue();
    assertThat(Configuration.isTrusted("root", "anna", "anna")).isTrue();
    assertThat(Configuration.isTrusted("1000", "1000", "root")).isTrue();
    assertThat(Configuration.isTrusted("mallory", "root", "anna")).isFalse();
    assertThat(Configuration.isTrusted("mallory", "anna", "anna")).isFalse();
  }

  private static void assertUsage(Runnable reading, String what, String advice) {
    assertThatThrownBy(reading::run)
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().what()).contains(what);
              assertThat(e.failure().advice()).contains(advice);
            });
  }

  private Configuration configuration(Map<String, String> environment) {
    return Configuration.load(environment, project, home);
  }

  private Settings settings(Map<String, String> environment) {
    return configuration(environment).settings(NO_NAME, true);
  }

  private String image(Map<String, String> environment) {
    return text(settings(environment), Setting.AGENT_IMAGE);
  }

  private static String text(Settings settings, Setting setting) {
    return settings.find(setting).orElseThrow().text();
  }

  private void project(String text) throws IOException {
    write(project.resolve(".hawser/config.yaml"), text);
  }

  private void user(String text) throws IOException {
    write(home.resolve(".config/hawser/config.yaml"), text);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
