package dev.hawser.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.Session;
import dev.hawser.acceptance.place.Shop;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A secret of the workload's or of the user's is where it has to be during a session, and nowhere
/// else: looked for by values that occur once in the world.
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
  private static final Pattern CREDENTIAL =
      Pattern.compile("(?:token|client-key-data): *\"?([A-Za-z0-9+/=._-]{40,})");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private final String inVariable = "canary-" + UUID.randomUUID();
  private final String inVolume = "canary-" + UUID.randomUUID();
  private final Shop shop;
  private final Path environmentFile;
  private @Nullable Session session;

  SecretsTest(Shop shop, @TempDir Path directory) {
    this.shop = shop;
    this.environmentFile = directory.resolve("orders.env");
  }

  @BeforeAll
  void connect() {
    put("orders-secret", "PASSWORD", inVariable);
    put("orders-keys", "password.txt", inVolume);
    shop.place()
        .client()
        .apps()
        .deployments()
        .inNamespace(shop.namespace())
        .withName("orders")
        .rolling()
        .restart();
    shop.awaitAvailable("orders");
    shop.orders().awaitOriginalPods();
    session = Session.connect(shop, "--env-file", environmentFile.toString());
  }

  @AfterAll
  void close() {
    if (session != null) {
      session.close();
    }
  }

  private Session session() {
    return Objects.requireNonNull(session);
  }

  private void put(String secret, String key, String value) {
    shop.place()
        .client()
        .secrets()
        .inNamespace(shop.namespace())
        .withName(secret)
        .edit(there -> new SecretBuilder(there).addToStringData(key, value).build());
  }

  /// All of them, and those with which the user signs in.
  private List<String> canaries() throws IOException {
    Matcher credential = CREDENTIAL.matcher(Files.readString(shop.place().kubeconfig()));
    return Stream.concat(
            Stream.of(inVariable, inVolume), credential.results().map(found -> found.group(1)))
        .toList();
  }

  @Test
  void theProcessHasThem() throws Exception {
    assertThat(session().local().variable("PASSWORD")).isEqualTo(inVariable);
    assertThat(new String(session().local().get("/volume/etc/orders/keys/password.txt"), UTF_8))
        .isEqualTo(inVolume);
    assertThat(Files.readString(environmentFile)).contains(inVariable);
  }

  @Test
  void nobodyReadsThemFromTheListOfProcesses() throws Exception {
    List<String> canaries = canaries();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(Files::isDirectory).toList()) {
        assertThat(text(process.resolve("cmdline"))).doesNotContain(canaries);
      }
    }
  }

  @Test
  void nothingIsSaidOfThem() throws Exception {
    String said =
        String.join("\n", session().process().output())
            + String.join("\n", session().process().errors());
    assertThat(said).isNotEmpty().doesNotContain(canaries());
    for (Pod agent : shop.orders().agents()) {
      assertThat(
              shop.place()
                  .client()
                  .pods()
                  .inNamespace(shop.namespace())
                  .withName(agent.getMetadata().getName())
                  .inContainer("orders")
                  .getLog())
          .contains("hawser-agent")
          .doesNotContain(canaries());
    }
  }

  @Test
  void noLogHasThem() throws Exception {
    Path log =
        TEMPORARY
            .resolve("hawser-" + System.getProperty("user.name"))
            .resolve(session().process().pid() + ".log");
    assertThat(log).exists();
    assertThat(text(log)).doesNotContain(canaries());
  }

  @Test
  void filesThatHoldThemAreTheUsersOnly() throws Exception {
    List<String> canaries = canaries();
    List<Path> holding =
        Stream.concat(sessionFiles().stream(), Stream.of(environmentFile))
            .filter(file -> canaries.stream().anyMatch(text(file)::contains))
            .toList();

    assertThat(holding).hasSizeGreaterThan(1).allMatch(SecretsTest::isPrivate);
  }

  private static List<Path> sessionFiles() throws IOException {
    try (Stream<Path> directories = Files.list(TEMPORARY)) {
      return directories
          .filter(path -> String.valueOf(path.getFileName()).matches("hawser-\\d+"))
          .flatMap(SecretsTest::files)
          .toList();
    }
  }

  private static Stream<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException | UncheckedIOException anothersThatEnded) {
      return Stream.empty();
    }
  }

  /// By its own mode, or by that of a directory which it is in.
  private static boolean isPrivate(Path file) {
    try {
      for (Path path = file; path != null && !path.equals(TEMPORARY); path = path.getParent()) {
        if (Files.getPosixFilePermissions(path).stream().noneMatch(OTHERS::contains)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (IOException endedOrNotOurs) {
      return "";
    }
  }
}
