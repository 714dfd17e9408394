package dev.hawser.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnAuthorityTest {
  private final Config config = Config.empty();
  private final List<Path> seen = new ArrayList<>();

  private List<String> othersTrusted() {
    try {
      File store = new File(config.getTrustStoreFile());
      seen.add(store.toPath());
      char[] password = config.getTrustStorePassphrase().toCharArray();
      return Collections.list(KeyStore.getInstance(store, password).aliases());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void besideAnAuthorityThatIsNamedNoOtherIsTrusted() {
    config.setCaCertFile("/cluster/ca.crt");

    assertThat(OwnAuthority.alone(config, this::othersTrusted)).isEmpty();
    assertThat(seen).singleElement().satisfies(store -> assertThat(store).doesNotExist());
    assertThat(seen.getFirst().getParent()).doesNotExist();
    assertThat(config.getTrustStoreFile()).isNull();
    assertThat(config.getTrustStorePassphrase()).isNull();
  }

  @Test
  void whereNoneIsNamedTheJdksAreTrusted() {
    assertThat(OwnAuthority.alone(config, () -> config.getTrustStoreFile() == null)).isTrue();
  }

  @Test
  void aStoreOfTheUsersStays() {
    config.setCaCertData("Y2E=");
    config.setTrustStoreFile("/home/anna/authorities");

    assertThat(OwnAuthority.alone(config, config::getTrustStoreFile))
        .isEqualTo("/home/anna/authorities");
    assertThat(config.getTrustStoreFile()).isEqualTo("/home/anna/authorities");
  }
}
