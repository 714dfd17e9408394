package dev.hawser.endpoint.environment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hawser.endpoint.environment.Environment.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

  private static Environment parsed(String block) {
    return Environment.parse(block.getBytes(UTF_8));
  }

  @Test
  void valuesComeOverAsTheyAre() {
    Environment environment =
        parsed("MULTI=one\ntwo\n\0EQUALS=a=b=\0EMPTY=\0UMLAUT=grüße \u2693\0QUOTES='\"$X`\\\0");

    assertThat(environment.variables())
        .containsExactly(
            entry("MULTI", "one\ntwo\n"),
            entry("EQUALS", "a=b="),
            entry("EMPTY", ""),
            entry("UMLAUT", "grüße \u2693"),
            entry("QUOTES", "'\"$X`\\"));
    assertThat(environment.remarks()).isEmpty();
  }

  @Test
  void theLastVariableNeedsNoZeroByte() {
    assertThat(parsed("A=1\0B=2").variables()).containsOnlyKeys("A", "B");
  }

  @Test
  void bytesThatAreNotTextAreRemarkedOnByNameWithoutTheirValue() {
    Environment environment = Environment.parse("LATIN=gr\u00fcn\0".getBytes(ISO_8859_1));

    assertThat(environment.variables()).containsEntry("LATIN", "gr\ufffdn");
    assertThat(environment.remarks())
        .singleElement()
        .asString()
        .contains("LATIN", "UTF-8")
        .doesNotContain("gr");
  }

  @Test
  void ofTwoEqualNamesTheFirstCountsAsForGetenv() {
    Environment environment = parsed("A=first\0A=second\0=nothing\0");

    assertThat(environment.variables()).containsExactly(entry("A", "first"));
    assertThat(environment.remarks()).hasSize(2);
  }

  @Test
  void valuesAreNotTold() {
    assertThat(parsed("TOKEN=s3cret\0").toString()).isEqualTo("1 variables");
  }

  @Test
  void whatDescribesTheMachineStaysTheMachines() {
    Environment local =
        parsed(
                "PATH=/opt/bin\0HOME=/root\0LANG=C\0LC_ALL=C\0LD_LIBRARY_PATH=/x\0JAVA_HOME=/j\0"
                    + "HAWSER_TUNNEL_PORT=1\0HOSTNAME=orders-1\0TZ=UTC\0MODE=prod\0")
            .within(Scope.APPLICATION)
            .forLocalProcess("shop", List.of(), Optional.of(Path.of("/tmp/mirror")));

    assertThat(local.variables())
        .containsOnly(
            entry("HOSTNAME", "orders-1"),
            entry("TZ", "UTC"),
            entry("MODE", "prod"),
            entry("HAWSER_VOLUMES", "/tmp/mirror"));
    assertThat(local.over(Map.of("PATH", "/usr/bin", "MODE", "mine")))
        .containsOnly(
            entry("PATH", "/usr/bin"),
            entry("HOSTNAME", "orders-1"),
            entry("TZ", "UTC"),
            entry("MODE", "prod"),
            entry("HAWSER_VOLUMES", "/tmp/mirror"));
  }

  @Test
  void whatDescribesTheContainersImageComesOverWhenItIsWanted() {
    Environment all =
        parsed("PATH=/opt/bin\0HOME=/root\0HAWSER_TUNNEL_PORT=1\0MODE=prod\0")
            .within(Scope.EVERYTHING);

    assertThat(all.variables()).containsOnlyKeys("PATH", "HOME", "MODE");
  }

  @Test
  void whatTellsOfThePodIsTheOtherPods() {
    Environment original = parsed("MODE=prod\0HOSTNAME=orders-1\0POD_IP=10.0.0.1\0IMAGE=1\0");
    Environment agent = parsed("HOSTNAME=orders-2\0POD_IP=10.0.0.2\0MODE=other\0PATH=/agent\0");

    assertThat(original.renewed(agent, Set.of("HOSTNAME", "POD_IP", "NODE")).variables())
        .containsExactly(
            entry("MODE", "prod"),
            entry("HOSTNAME", "orders-2"),
            entry("POD_IP", "10.0.0.2"),
            entry("IMAGE", "1"));
  }
}
