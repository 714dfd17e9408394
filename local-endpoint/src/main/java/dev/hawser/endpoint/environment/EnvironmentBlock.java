package dev.hawser.endpoint.environment;

import dev.hawser.tunnel.frame.PeerText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `NAME=VALUE`, each followed by a zero byte: the form of `/proc/PID/environ`, in which a
/// value may hold every other byte. As for `getenv`, the first of two equal names counts. What
/// cannot be kept as it is becomes a remark.
final class EnvironmentBlock {
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  static Environment parse(byte[] block) {
    EnvironmentBlock parsed = new EnvironmentBlock();
    int start = 0;
    while (start < block.length) {
      int end = start;
      while (end < block.length && block[end] != 0) {
        end++;
      }
      parsed.read(Arrays.copyOfRange(block, start, end));
      start = end + 1;
    }
    return new Environment(parsed.variables, parsed.remarks);
  }

  private void read(byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    int equals = text.indexOf('=');
    if (equals <= 0) {
      remarks.add("an entry without a name was left out");
      return;
    }
    String name = text.substring(0, equals);
    String shown = PeerText.clean(name);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), entry)) {
      remarks.add(shown + ": not UTF-8, its malformed bytes became U+FFFD");
    }
    if (variables.putIfAbsent(name, text.substring(equals + 1)) != null) {
      remarks.add(shown + ": there twice, the first counts");
    }
  }
}
