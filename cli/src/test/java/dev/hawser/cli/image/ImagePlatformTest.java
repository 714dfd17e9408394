package dev.hawser.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.endpoint.failure.FailureException;
import org.junit.jupiter.api.Test;

class ImagePlatformTest {

  @Test
  void bothUsualArchitecturesAreKnownByAllTheirNames() {
    assertThat(ImagePlatform.of("Linux", "amd64"))
        .isEqualTo(ImagePlatform.of("Linux", "x86_64"))
        .isEqualTo(new ImagePlatform("amd64", "x86_64"));
    assertThat(ImagePlatform.of("Linux", "aarch64"))
        .isEqualTo(new ImagePlatform("arm64", "aarch_64"));
  }

  @Test
  void anotherSystemIsToldWhatToDo() {
    assertThatThrownBy(() -> ImagePlatform.of("Mac OS X", "aarch64"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("this machine is Mac OS X")
        .hasMessageContaining("--push");
    assertThatThrownBy(() -> ImagePlatform.of("Linux", "riscv64"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("riscv64");
  }
}
