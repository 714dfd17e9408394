package dev.hawser.sandbox.shop;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// What a program of the shop finds around it.
///
/// @param podAddress empty when it does not run in a pod
/// @param volumes what is put before the paths of mounted files
record Surroundings(Map<String, String> variables, String podAddress, String volumes) {
  private static final int TIMEOUT_MILLIS = 5_000;

  static Surroundings ofThisProcess() {
    Map<String, String> variables = System.getenv();
    String podAddress = System.getProperty("shop.address", "");
    String ofPod = System.getProperty("shop.volumes", "");
    return new Surroundings(variables, podAddress, variables.getOrDefault("HAWSER_VOLUMES", ofPod));
  }

  boolean isPod() {
    return !podAddress.isEmpty();
  }

  String bindAddress() {
    return isPod() ? podAddress : "127.0.0.1";
  }

  int port(int otherwise) {
    String port = variables.get("SHOP_PORT");
    return port == null ? otherwise : Integer.parseInt(port);
  }

  /// The pod's name, or the machine's. A local process may have got the pod's `HOSTNAME`.
  String machine() {
    if (isPod()) {
      return variable("HOSTNAME");
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  String file(String path) {
    try {
      return Files.readString(Path.of(volumes + path));
    } catch (IOException missing) {
      return "";
    }
  }

  /// Enough of a secret to see that two are the same.
  String fingerprint(String secret) {
    if (secret.isEmpty()) {
      return "";
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The answer of another program, found by its name or, where names are not known or its port is
  /// taken, by the variables of its Service; a JSON object that tells the error if there is none.
  String ask(String service, int port) {
    try {
      return get(service, port);
    } catch (IOException unreachable) {
      String prefix = service.toUpperCase(Locale.ROOT) + "_SERVICE_";
      String host = variable(prefix + "HOST");
      return host.isEmpty()
          ? error(unreachable)
          : askAt(host, Integer.parseInt(variable(prefix + "PORT")));
    }
  }

  private static String askAt(String host, int port) {
    try {
      return get(host, port);
    } catch (IOException unreachable) {
      return error(unreachable);
    }
  }

  private static String get(String host, int port) throws IOException {
    URI uri = URI.create("http://" + host + ":" + port + "/");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static String error(IOException cause) {
    return new JsonText().text("error", cause.toString()).toString();
  }
}
