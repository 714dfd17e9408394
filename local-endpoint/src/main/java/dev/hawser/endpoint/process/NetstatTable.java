package dev.hawser.endpoint.process;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What Windows' `netstat` says of listening sockets:
/// ```
///   Proto  Local Address          Foreign Address        State           PID
///   TCP    0.0.0.0:8080           0.0.0.0:0              LISTENING       4711
///   TCP    [::1]:8080             [::]:0                 LISTENING       4712
/// ```
/// The words of the first line and of the state are in the user's language; a listener is known by
/// its foreign address.
final class NetstatTable {
  /// All sockets, as numbers, with the process of each.
  static final List<String> COMMAND = List.of("netstat", "-a", "-n", "-o");

  private static final Set<String> NOBODY = Set.of("0.0.0.0:0", "[::]:0");

  /// Every address, and the loopback.
  private static final Set<String> WANTED = Set.of("0.0.0.0", "127.0.0.1", "[::]", "[::1]");

  private static final int COLUMNS = 5;

  private NetstatTable() {}

  static OptionalLong listener(String table, int port) {
    return table
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length == COLUMNS && columns[0].equals("TCP"))
        .filter(columns -> NOBODY.contains(columns[2]) && isWanted(columns[1], port))
        .flatMap(columns -> Arrays.stream(columns).skip(COLUMNS - 1L))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static boolean isWanted(String local, int port) {
    int colon = local.lastIndexOf(':');
    return WANTED.contains(local.substring(0, colon))
        && local.substring(colon + 1).equals(String.valueOf(port));
  }
}
