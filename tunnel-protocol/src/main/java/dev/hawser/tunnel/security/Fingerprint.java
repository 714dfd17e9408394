package dev.hawser.tunnel.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of a certificate's DER bytes, written `sha256:` and 64 lower-case hex digits.
///
/// A fingerprint is public: it says which certificate to trust and gives nobody the key.
public record Fingerprint(String text) {
  private static final String PREFIX = "sha256:";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{64}");

  /// @throws IllegalArgumentException if the text has another form
  public Fingerprint {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "fingerprint: %.80s (expected: sha256: and 64 hex digits)".formatted(text));
    }
  }

  public static Fingerprint of(X509Certificate certificate) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new Fingerprint(PREFIX + HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("every JDK hashes its own certificates", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
