package dev.hawser.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cli.config.Configured;
import dev.hawser.cli.config.Origin;
import dev.hawser.cli.config.Setting;
import dev.hawser.cli.connect.PortMapping;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.endpoint.environment.EnvironmentFormat;
import dev.hawser.endpoint.names.NameWish;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class ConfiguredOptionsTest {
  private static final Path BASE = Path.of("/project");

  @Test
  void whatWasNotGivenIsTakenFromTheConfiguration() {
    assertThat(filled(Setting.NAMESPACE, "shop")).isEqualTo("shop");
    assertThat(filled(Setting.GRACE, "90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(filled(Setting.LINKS, "4")).isEqualTo(4);
    assertThat(filled(Setting.NO_REAPER, "true")).isEqualTo(true);
    assertThat(filled(Setting.ENV_FILE, "out/.env")).isEqualTo(Path.of("/project/out/.env"));
    assertThat(filled(Setting.PORTS, "8080:80", "9090"))
        .isEqualTo(List.of(PortMapping.parse("8080:80"), PortMapping.parse("9090")));
    assertThat(filled(Setting.VOLUMES, "/data")).isEqualTo(List.of("/data"));
    assertThat(filled(Setting.NAMES, "capsule")).isEqualTo(NameWish.CAPSULE);
    assertThat(filled(Setting.SERVICES_OF, "tools", "*")).isEqualTo(List.of("tools", "*"));
    assertThat(filled(Setting.WAIT_FOR_PORT, "3m")).isEqualTo(Duration.ofMinutes(3));
    assertThat(filled(Setting.ENV_FORMAT, "fish")).isEqualTo(EnvironmentFormat.FISH);
    assertThat(filled(Setting.KEEP_ENV_FILE, "true")).isEqualTo(true);
    assertThat(filled(Setting.DIRECT, "true")).isEqualTo(DirectWay.TO_PODS);
    assertThat(filled(Setting.DIRECT, "node:30170"))
        .isEqualTo(DirectWay.through("node:30170").orElseThrow());
    assertThat(filled(Setting.DIRECT, "false")).isNull();
  }

  @Test
  void whatWasGivenStays() {
    assertThat(filled(parsed("-n", "mine"), Setting.NAMESPACE, "shop")).isEqualTo("mine");
    assertThat(filled(parsed("--port", "1"), Setting.PORTS, "2", "3"))
        .isEqualTo(List.of(PortMapping.parse("1")));
  }

  @ParameterizedTest
  @CsvSource({
    "GRACE, soon, a time such as 90s",
    "LINKS, many, a number",
    "NO_REAPER, yes, true or false",
    "NAMES, dns, 'auto, hosts, capsule, jvm, env'",
    "ENV_FORMAT, xml, one of",
    "PORTS, http, LOCAL:CONTAINER",
    "DIRECT, somewhere, HOST:PORT"
  })
  void aMalformedValueIsBadUsageThatTellsWhereItIsWritten(
      Setting setting, String value, String expected) {
    assertThatThrownBy(() -> filled(setting, value))
        .isInstanceOf(ParameterException.class)
        .hasMessageStartingWith("/project/config.yaml:3: ")
        .hasMessageContaining(expected);
  }

  @Test
  void everySettingIsAnOptionOfConnectOrTakenByItself() {
    Set<Setting> without = EnumSet.allOf(Setting.class);
    without.removeIf(setting -> parsed().commandSpec().findOption(setting.option()) != null);
    assertThat(without).containsExactly(Setting.TARGET, Setting.COMMAND, Setting.ENV);
  }

  private static Object filled(Setting setting, String... words) {
    return filled(parsed(), setting, words);
  }

  private static Object filled(ParseResult parsed, Setting setting, String... words) {
    Origin origin = new Origin.FileLine(BASE.resolve("config.yaml"), 3, BASE);
    new ConfiguredOptions(parsed).fill(setting, new Configured(List.of(words), Map.of(), origin));
    return parsed.commandSpec().findOption(setting.option()).getValue();
  }

  private static ParseResult parsed(String... options) {
    String[] line = new String[options.length + 2];
    line[0] = "connect";
    line[1] = "svc/orders";
    System.arraycopy(options, 0, line, 2, options.length);
    return HawserCommand.reading(line)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(line)
        .subcommand();
  }
}
