package dev.hawser.agent.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// The variables that this container was started with, as bytes: a value may hold line feeds and
/// need not be text in any encoding, so nothing here decodes it.
public final class ContainerEnvironment {
  private static final Path OF_THIS_PROCESS = Path.of("/proc/self/environ");
  private static final byte[] OWN = AgentSettings.PREFIX.getBytes(UTF_8);
  private static final byte[] KEPT = AgentSettings.KEPT.getBytes(UTF_8);

  private ContainerEnvironment() {}

  /// Each variable as `NAME=VALUE` and a zero byte, without the agent's own settings, and those
  /// that were renamed by their own names: from the kernel, where it tells; else what the JVM made
  /// of it. Blocks on a file.
  public static byte[] ofThisProcess() {
    try {
      return withoutOwn(Files.readAllBytes(OF_THIS_PROCESS));
    } catch (IOException notLinuxOrNotOurs) {
      return of(System.getenv());
    }
  }

  /// @param block variables, each ended by a zero byte; the last may lack it
  static byte[] withoutOwn(byte[] block) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(block.length);
    int start = 0;
    while (start < block.length) {
      int end = indexOf(block, (byte) 0, start);
      int from = startsWith(block, start, end, KEPT) ? start + KEPT.length : start;
      if (isVariable(block, from, end) && !startsWith(block, from, end, OWN)) {
        kept.write(block, from, end - from);
        kept.write(0);
      }
      start = end + 1;
    }
    return kept.toByteArray();
  }

  static byte[] of(Map<String, String> variables) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    variables.forEach(
        (name, value) -> {
          block.writeBytes((name + "=" + value).getBytes(UTF_8));
          block.write(0);
        });
    return withoutOwn(block.toByteArray());
  }

  /// A process may overwrite this memory (to change its title), so not all that lies there is one.
  private static boolean isVariable(byte[] block, int start, int end) {
    int equals = indexOf(block, (byte) '=', start);
    return equals > start && equals < end;
  }

  private static boolean startsWith(byte[] block, int start, int end, byte[] prefix) {
    int prefixEnd = start + prefix.length;
    return prefixEnd <= end && Arrays.equals(block, start, prefixEnd, prefix, 0, prefix.length);
  }

  /// The end of the block if the byte is not in it.
  private static int indexOf(byte[] block, byte wanted, int from) {
    int at = from;
    while (at < block.length && block[at] != wanted) {
      at++;
    }
    return at;
  }
}
