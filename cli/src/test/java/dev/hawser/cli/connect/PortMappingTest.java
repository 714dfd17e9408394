package dev.hawser.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortMappingTest {
  @Test
  void oneNumberIsTheLocalPort() {
    assertThat(PortMapping.parse("9000")).isEqualTo(new PortMapping(9000, OptionalInt.empty()));
  }

  @Test
  void twoNumbersAreLocalAndContainer() {
    assertThat(PortMapping.parse("9000:8080"))
        .isEqualTo(new PortMapping(9000, OptionalInt.of(8080)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "65536", "1:2:3", ":80", "80:", "-1", " 80", "99999999999"})
  void anythingElseIsRefusedWithTheForm(String text) {
    assertThatThrownBy(() -> PortMapping.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("port: " + text)
        .hasMessageEndingWith("(expected: LOCAL or LOCAL:CONTAINER, each 1 to 65535)");
  }
}
