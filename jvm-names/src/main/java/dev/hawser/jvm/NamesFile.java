package dev.hawser.jvm;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A hosts file of loopback addresses, read again when it has changed. A file that is gone holds
/// nothing: the session is over. Any thread may ask.
final class NamesFile {
  private final Path file;
  private long size = -1;
  private long changedMs;
  private Map<String, InetAddress> addresses = Collections.emptyMap();

  NamesFile(String file) {
    this.file = Paths.get(file);
  }

  /// The address of a name, whatever its case.
  synchronized Optional<InetAddress> find(String host) {
    refresh();
    String name = host.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(
        addresses.get(name.endsWith(".") ? name.substring(0, name.length() - 1) : name));
  }

  private void refresh() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.size() != size || now.lastModifiedTime().toMillis() != changedMs) {
        addresses = read();
        size = now.size();
        changedMs = now.lastModifiedTime().toMillis();
      }
    } catch (IOException gone) {
      addresses = Collections.emptyMap();
      size = -1;
    }
  }

  private Map<String, InetAddress> read() throws IOException {
    Map<String, InetAddress> read = new HashMap<>();
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      String[] words = line.trim().split("\\s+");
      if (words[0].startsWith("127.")) {
        byte[] address = InetAddress.getByName(words[0]).getAddress(); // literal: not looked up
        for (int i = 1; i < words.length; i++) {
          read.putIfAbsent(words[i], InetAddress.getByAddress(words[i], address));
        }
      }
    }
    return read;
  }
}
