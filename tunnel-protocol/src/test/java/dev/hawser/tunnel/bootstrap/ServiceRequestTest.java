package dev.hawser.tunnel.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceRequestTest {
  private static ServiceRequest sent(ServiceRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.writeTo(bytes);
    return ServiceRequest.readFrom(new ByteArrayInputStream(bytes.toByteArray()));
  }

  @Test
  void textsComeOverAsTheyAre() throws Exception {
    ServiceRequest request = new ServiceRequest(List.of("/etc/app", "..2026", "/data/ü\n\"x\""));

    assertThat(sent(request)).isEqualTo(request);
  }

  @Test
  void nothingAskedForIsEverything() throws Exception {
    assertThat(sent(ServiceRequest.EVERYTHING).texts()).isEmpty();
  }

  @Test
  void aRequestWithoutAnEndIsNotReadForEver() {
    byte[] large = new byte[(1 << 20) + 1];

    assertThatThrownBy(() -> ServiceRequest.readFrom(new ByteArrayInputStream(large)))
        .isInstanceOf(IOException.class);
  }
}
