package dev.hawser.tunnel.security;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows the session's certificate to whoever asks for one of its kind. Given a key, libraries put
/// it into a key store first, whose password-based encryption takes longer than the handshake.
final class SessionKeyManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "session";

  private final SessionCertificate own;

  SessionKeyManager(SessionCertificate own) {
    this.own = own;
  }

  private @Nullable String alias(String... keyTypes) {
    return List.of(keyTypes).contains(own.privateKey().getAlgorithm()) ? ALIAS : null;
  }

  private String[] aliases(String keyType) {
    return alias(keyType) == null ? new String[0] : new String[] {ALIAS};
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal[] issuers, SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return alias(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return alias(keyType);
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return aliases(keyType);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {own.certificate()};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return own.privateKey();
  }
}
