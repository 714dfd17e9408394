package dev.hawser.sandbox.api;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/// By what the sandbox and its clients know each other: without the token every user of this
/// machine, and every page in its browsers, could run commands through the sandbox.
public final class Credentials {
  private final X509Bundle certificate;
  private final String token;

  private Credentials(X509Bundle certificate, String token) {
    this.certificate = certificate;
    this.token = token;
  }

  public static Credentials generate() {
    try {
      byte[] token = new byte[16];
      new SecureRandom().nextBytes(token);
      return new Credentials(
          new CertificateBuilder()
              .ecp256()
              .subject("CN=hawser-sandbox")
              .addSanIpAddress("127.0.0.1")
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .notBefore(Instant.now().minus(Duration.ofDays(1)))
              .notAfter(Instant.now().plus(Duration.ofDays(365)))
              .buildSelfSigned(),
          HexFormat.of().formatHex(token));
    } catch (Exception impossible) {
      throw new IllegalStateException("no certificate could be made", impossible);
    }
  }

  String certificate() {
    return certificate.getCertificatePEM();
  }

  String privateKey() {
    return certificate.getPrivateKeyPEM();
  }

  String authorization() {
    return "Bearer " + token;
  }

  /// Writes what a client needs, for the owner's eyes only.
  public void writeKubeconfig(Path file, int port) throws IOException {
    String authority =
        Base64.getEncoder().encodeToString(certificate().getBytes(StandardCharsets.UTF_8));
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: hawser-sandbox
        clusters:
        - name: hawser-sandbox
          cluster:
            server: https://127.0.0.1:%d
            certificate-authority-data: %s
        contexts:
        - name: hawser-sandbox
          context:
            cluster: hawser-sandbox
            user: hawser-sandbox
            namespace: default
        users:
        - name: hawser-sandbox
          user:
            token: %s
        """
            .formatted(port, authority, token);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }
}
