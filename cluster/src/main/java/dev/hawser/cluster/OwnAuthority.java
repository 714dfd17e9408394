package dev.hawser.cluster;

import dev.hawser.endpoint.files.PrivateFiles;
import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Supplier;

/// Where a kubeconfig names the cluster's authority, that one alone is trusted, as kubectl has it.
/// The client would trust the JDK's authorities too, and read all of their certificates at each
/// start.
final class OwnAuthority {
  private static final String FORMAT = "JKS"; // one that the client reads without being told
  private static final String NO_SECRET = "changeit"; // for a store of nothing

  private OwnAuthority() {}

  /// Builds a client; the configuration is changed meanwhile.
  static <T> T alone(Config config, Supplier<T> client) {
    boolean isNamed = config.getCaCertData() != null || config.getCaCertFile() != null;
    if (!isNamed || config.isTrustCerts() || config.getTrustStoreFile() != null) {
      return client.get();
    }
    Path directory;
    try {
      directory = PrivateFiles.makeTemporaryDirectory(); // where nobody else adds authorities
    } catch (IOException readOnly) {
      return client.get();
    }
    try {
      Path nothing = Files.write(directory.resolve("authorities"), emptyStore());
      config.setTrustStoreFile(nothing.toString());
      config.setTrustStorePassphrase(NO_SECRET);
      return client.get();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write below " + directory, e);
    } finally {
      config.setTrustStoreFile(null);
      config.setTrustStorePassphrase(null);
      remove(directory);
    }
  }

  private static void remove(Path directory) {
    try {
      PrivateFiles.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  private static byte[] emptyStore() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(FORMAT);
      store.load(null, null);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, NO_SECRET.toCharArray());
      return bytes.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + FORMAT, e);
    }
  }
}
