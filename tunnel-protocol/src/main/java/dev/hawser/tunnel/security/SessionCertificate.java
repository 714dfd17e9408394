package dev.hawser.tunnel.security;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/// A key on P-256 and a certificate that it signed itself, made when a process starts and gone with
/// it: neither is ever written anywhere. The peer knows the certificate by its [Fingerprint], so
/// that names, authorities and dates in it say nothing (RFC 5280 §4.1, with the "no expiry" date of
/// §4.1.2.5: a pinned certificate lives as long as its process, and clocks may differ).
public record SessionCertificate(X509Certificate certificate, PrivateKey privateKey) {
  private static final byte[] ECDSA_WITH_SHA256 =
      DerWriter.sequence(DerWriter.oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));
  private static final byte[] COMMON_NAME = DerWriter.oid(0x55, 0x04, 0x03);
  private static final byte[] VERSION_3 = DerWriter.explicit0(DerWriter.integer(new byte[] {2}));
  private static final int SERIAL_BITS = 64;

  public static SessionCertificate generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] toBeSigned = toBeSigned(keys);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(toBeSigned);
      byte[] encoded =
          DerWriter.sequence(toBeSigned, ECDSA_WITH_SHA256, DerWriter.bitString(signature.sign()));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
      return new SessionCertificate(certificate, keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256 and SHA-256", e);
    }
  }

  private static byte[] toBeSigned(KeyPair keys) {
    byte[] name =
        DerWriter.sequence(
            DerWriter.set(DerWriter.sequence(COMMON_NAME, DerWriter.utf8("hawser-session"))));
    byte[] serial = new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(0).toByteArray();
    return DerWriter.sequence(
        VERSION_3,
        DerWriter.integer(serial),
        ECDSA_WITH_SHA256,
        name,
        DerWriter.sequence(DerWriter.time("20000101000000Z"), DerWriter.time("99991231235959Z")),
        name,
        keys.getPublic().getEncoded());
  }

  public Fingerprint fingerprint() {
    return Fingerprint.of(certificate);
  }

  @Override
  public String toString() {
    return "SessionCertificate[" + fingerprint() + "]";
  }
}
