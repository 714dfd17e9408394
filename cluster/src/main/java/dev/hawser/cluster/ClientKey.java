package dev.hawser.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The kind of a kubeconfig's client key. The client takes it from the PEM's first line, which only
/// tells it for the old formats, and takes a PKCS #8 key for RSA even if it is not.
final class ClientKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";
  private static final String ELLIPTIC_CURVE = "EC";

  private ClientKey() {}

  static void tellAlgorithm(Config config) {
    String pem = pem(config);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin >= 0 && end > begin && isEllipticCurve(pem.substring(begin + BEGIN.length(), end))) {
      config.setClientKeyAlgo(ELLIPTIC_CURVE);
    }
  }

  private static boolean isEllipticCurve(String base64) {
    try {
      byte[] key = Base64.getMimeDecoder().decode(base64);
      KeyFactory.getInstance(ELLIPTIC_CURVE).generatePrivate(new PKCS8EncodedKeySpec(key));
      return true;
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has elliptic curves", e);
    }
  }

  private static String pem(Config config) {
    @Nullable String data = config.getClientKeyData();
    @Nullable String file = config.getClientKeyFile();
    try {
      if (data != null) {
        return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.ISO_8859_1);
      }
      return file == null ? "" : Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException | IllegalArgumentException e) {
      return ""; // the client reads it next, and says what is wrong with it
    }
  }
}
