package dev.hawser.tunnel.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import org.junit.jupiter.api.Test;

class SessionCertificateTest {
  private final SessionCertificate certificate = SessionCertificate.generate();

  @Test
  void isSignedByItsOwnKey() throws Exception {
    certificate.certificate().verify(certificate.certificate().getPublicKey());
    certificate.certificate().checkValidity();
    assertThat(certificate.certificate().getVersion()).isEqualTo(3);
  }

  @Test
  void holdsTheKeyThatItNames() throws Exception {
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(certificate.privateKey());
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.certificate());
    signature.update(message);
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void isNewEachTime() {
    assertThat(SessionCertificate.generate().fingerprint()).isNotEqualTo(certificate.fingerprint());
  }

  @Test
  void showsNoKeyInWords() {
    assertThat(certificate.toString())
        .isEqualTo("SessionCertificate[" + certificate.fingerprint() + "]");
  }
}
