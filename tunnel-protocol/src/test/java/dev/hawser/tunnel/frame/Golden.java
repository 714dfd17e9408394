package dev.hawser.tunnel.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The bytes of `golden.txt` by name.
final class Golden {
  private static final Map<String, byte[]> VECTORS = read();

  private Golden() {}

  static byte[] bytes(String name) {
    return Objects.requireNonNull(VECTORS.get(name), name);
  }

  static byte[] all() {
    byte[][] parts = VECTORS.values().toArray(byte[][]::new);
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  private static Map<String, byte[]> read() {
    try (var in = Objects.requireNonNull(Golden.class.getResourceAsStream("golden.txt"))) {
      Map<String, byte[]> vectors = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split("\\|");
          vectors.put(parts[0].strip(), HexFormat.of().parseHex(parts[1].replaceAll("\\s", "")));
        }
      }
      return vectors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
