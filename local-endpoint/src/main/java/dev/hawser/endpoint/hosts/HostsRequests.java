package dev.hawser.endpoint.hosts;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the elevated helper is told on its standard input, line by line: whose session it is, and
/// then, each time, how many lines follow and these.
/// ```
/// session k7d2m9x4pa 4711 1764338400000
/// put 2
/// 127.9.8.7 stock stock.shop
/// 127.9.8.8 mail.tools
/// ```
/// Whoever started the helper may be anybody, so all of it is taken for hostile: nothing but this
/// is understood, and no more than a bounded amount is read.
final class HostsRequests {
  static final int MAX_LINES = 20_000;
  private static final int MAX_LINE_BYTES = 1200;

  private final InputStream input;

  HostsRequests(InputStream input) {
    this.input = input;
  }

  static String opening(HostsOwner owner) {
    return "session %s %d %d\n".formatted(owner.session(), owner.pid(), owner.startMs());
  }

  static String put(HostsBlock block) {
    StringBuilder text = new StringBuilder("put " + block.lines().size() + "\n");
    block.lines().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /// @throws IllegalArgumentException if it is anything else
  HostsOwner owner() throws IOException {
    String[] words = line().orElse("").split(" ", -1);
    if (words.length != 4 || !words[0].equals("session")) {
      throw new IllegalArgumentException("the first line (expected: session ID PID START)");
    }
    return new HostsOwner(words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
  }

  /// The next block; empty when whoever asked is gone.
  ///
  /// @throws IllegalArgumentException if it is anything else
  Optional<HostsBlock> next(HostsOwner owner) throws IOException {
    Optional<String> head = line();
    if (head.isEmpty()) {
      return Optional.empty();
    }
    int count = count(head.get());
    List<HostsLine> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<String> line = line();
      if (line.isEmpty()) {
        return Optional.empty();
      }
      lines.add(HostsLine.parse(line.get()));
    }
    return Optional.of(new HostsBlock(owner, lines));
  }

  private static int count(String head) {
    if (!head.matches("put \\d{1,5}")) {
      throw new IllegalArgumentException("request: %.80s (expected: put COUNT)".formatted(head));
    }
    int count = Integer.parseInt(head.substring("put ".length()));
    if (count > MAX_LINES) {
      throw new IllegalArgumentException(
          "lines: %d (expected: at most %d)".formatted(count, MAX_LINES));
    }
    return count;
  }

  private Optional<String> line() throws IOException {
    byte[] line = new byte[MAX_LINE_BYTES];
    int length = 0;
    int next = input.read();
    while (next >= 0 && next != '\n') {
      if (length == MAX_LINE_BYTES) {
        throw new IllegalArgumentException(
            "a line (expected: at most %d bytes)".formatted(MAX_LINE_BYTES));
      }
      line[length++] = (byte) next;
      next = input.read();
    }
    return next < 0 ? Optional.empty() : Optional.of(new String(line, 0, length, US_ASCII));
  }
}
