package dev.hawser.cluster.carrier;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What any HTTP client needs to speak to the API server as this user, for as long as the token
/// lives. It holds secrets.
///
/// @param server its address
/// @param headers lines as `Authorization: Bearer …`
/// @param authorities whose certificates are trusted, as PEM; the system's where empty
/// @param certificate the client's, as PEM
/// @param key of the certificate, as PEM
/// @param trustsAnyone whether the server's certificate is not looked at
public record PlainAccess(
    URI server,
    List<String> headers,
    Optional<String> authorities,
    Optional<String> certificate,
    Optional<String> key,
    boolean trustsAnyone) {

  public PlainAccess {
    headers = List.copyOf(headers);
  }

  /// Empty where it takes more than this, such as key stores and passphrases. Blocks: tokens may be
  /// asked for.
  public static Optional<PlainAccess> of(Config config) {
    boolean needsMore =
        Stream.of(
                config.getKeyStoreFile(),
                config.getTrustStoreFile(),
                config.getTlsServerName(),
                config.getProxyUsername())
            .anyMatch(setting -> setting != null && !setting.isEmpty());
    if (needsMore) {
      return Optional.empty();
    }
    ApiServer server = new ApiServer(config);
    return Optional.of(
        new PlainAccess(
            server.url(),
            server.headers().entries().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toList(),
            pem(config.getCaCertData(), config.getCaCertFile()),
            pem(config.getClientCertData(), config.getClientCertFile()),
            pem(config.getClientKeyData(), config.getClientKeyFile()),
            config.isTrustCerts()));
  }

  private static Optional<String> pem(@Nullable String data, @Nullable String file) {
    try {
      if (data != null && !data.isEmpty()) {
        return Optional.of(
            new String(Base64.getMimeDecoder().decode(data), StandardCharsets.ISO_8859_1));
      }
      return file == null || file.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Tells no secret.
  @Override
  public String toString() {
    return "access to " + server;
  }
}
