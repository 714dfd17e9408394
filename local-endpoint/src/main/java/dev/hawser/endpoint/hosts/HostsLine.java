package dev.hawser.endpoint.hosts;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A line of a hosts file that cannot do harm, whoever asked for it: a loopback address of IPv4 and
/// names by the rules for host names (RFC 1123 §2.1), none of which is the machine's own.
public record HostsLine(String address, List<String> names) {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern LOOPBACK = Pattern.compile("127(\\." + OCTET + "){3}");
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int MAX_NAME = 253;
  private static final int MAX_NAMES = 8;

  /// @throws IllegalArgumentException if it is anything else
  public HostsLine {
    names = List.copyOf(names);
    if (!LOOPBACK.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "address: %.80s (expected: one of 127.0.0.0/8)".formatted(address));
    }
    if (names.isEmpty() || names.size() > MAX_NAMES) {
      throw new IllegalArgumentException(
          "names: %d (expected: 1 to %d)".formatted(names.size(), MAX_NAMES));
    }
    for (String name : names) {
      if (!isName(name)) {
        throw new IllegalArgumentException("name: %.80s (expected: a host's)".formatted(name));
      }
    }
  }

  /// With those names that may be; empty if there are none.
  public static Optional<HostsLine> of(InetAddress address, List<String> names) {
    List<String> good = names.stream().filter(HostsLine::isName).toList();
    return good.isEmpty()
        ? Optional.empty()
        : Optional.of(new HostsLine(address.getHostAddress(), good));
  }

  /// Reads what [#toString] writes.
  ///
  /// @throws IllegalArgumentException if it is anything else
  static HostsLine parse(String line) {
    String[] words = line.split(" ", -1);
    return new HostsLine(words[0], List.of(words).subList(1, words.length));
  }

  private static boolean isName(String name) {
    return name.length() <= MAX_NAME
        && NAME.matcher(name).matches()
        && !name.equals("localhost")
        && !name.endsWith(".localhost");
  }

  @Override
  public String toString() {
    return address + " " + String.join(" ", names);
  }
}
