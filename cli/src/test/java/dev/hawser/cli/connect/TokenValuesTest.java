package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cli.config.Origin;
import dev.hawser.cli.config.Template;
import dev.hawser.cli.config.TemplateVariable;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class TokenValuesTest {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  @TempDir Path volumes;

  @Test
  void aVolumeIsWhereItIsMirrored() throws IOException {
    Files.createDirectories(volumes.resolve("etc/app"));
    assertThat(value("$(volumeMounts:settings)/app.properties"))
        .isEqualTo(volumes.resolve("etc/app") + "/app.properties");
    assertThat(value("$(volumeMounts:set*)")).isEqualTo(volumes.resolve("etc/app").toString());
  }

  @Test
  void theOldNameOfTheTokensVolumeMeansTheNewOne() throws IOException {
    Path account = Files.createDirectories(volumes.resolve(ACCOUNT.substring(1)));
    assertThat(value("$(volumeMounts:default-token-*)")).isEqualTo(account.toString());
    assertThat(value("$(volumeMounts:kube-api-access-*)")).isEqualTo(account.toString());
  }

  @Test
  void aServiceIsItsLocalAddress() {
    assertThat(value("$(services:stock)/api/v1/")).isEqualTo("127.9.0.1/api/v1/");
    assertThat(value("$(services:stock.shop)")).isEqualTo("127.9.0.1");
    assertThat(value("$(services:redis.cache)")).isEqualTo("127.9.0.2");
  }

  @Test
  void anExternalHostIsItsNameWhereNamesReachAndItsLocalAddressElsewhere() {
    assertThat(value("$(externalEndpoints:db.example:1433)")).isEqualTo("db.example");
    assertThat(
            tokens(false)
                .of(List.of(variable("A", "$(externalEndpoints:db.example:1433)")))
                .variables())
        .isEqualTo(Map.of("A", "127.9.0.3"));
    assertThat(value("$(externalEndpoints:10.10.12.5:3306)")).isEqualTo("127.9.0.4");
  }

  @Test
  void aVariableWhoseTokenStandsForNothingIsLeftAsItIsWithAWord() {
    TokenValues.Resolved resolved =
        tokens(true)
            .of(
                List.of(
                    variable("A", "$(services:none)"),
                    variable("B", "$(volumeMounts:none)"),
                    variable("C", "1")));
    assertThat(resolved.variables()).isEqualTo(Map.of("C", "1"));
    assertThat(resolved.remarks())
        .containsExactly(
            "f:1: A is left as it is: there is no Service none",
            "f:1: B is left as it is: the container has no volume 'none' here");
  }

  @Test
  void theLaterOfTwoValuesCounts() {
    assertThat(tokens(true).of(List.of(variable("A", "1"), variable("A", "2"))).variables())
        .isEqualTo(Map.of("A", "2"));
  }

  private String value(String template) {
    return tokens(true).of(List.of(variable("A", template))).variables().getOrDefault("A", "none");
  }

  private TokenValues tokens(boolean namesReach) {
    return new TokenValues(
        "shop",
        List.of(
            published("stock", "shop", 1),
            published("redis", "cache", 2),
            published("db.example", "", 3),
            published("10.10.12.5", "", 4)),
        List.of(
            new MountedVolume("settings", "/etc/app"),
            new MountedVolume("kube-api-access-x7k2p", ACCOUNT)),
        volumes,
        namesReach);
  }

  private static PublishedService published(String name, String namespace, int last) {
    try {
      return new PublishedService(
          new ClusterService(name, namespace, List.of()),
          InetAddress.getByAddress(new byte[] {127, 9, 0, (byte) last}),
          List.of());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TemplateVariable variable(String name, String value) {
    return new TemplateVariable(
        name, Template.parse(value), new Origin.FileLine(Path.of("f"), 1, Path.of("/")));
  }
}
