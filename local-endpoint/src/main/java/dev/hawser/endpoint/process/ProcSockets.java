package dev.hawser.endpoint.process;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// The listening TCP sockets that Linux tells of in `/proc/net`, and whose they are.
final class ProcSockets {
  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  /// Every address, 127.0.0.1 and ::1, as the kernel of a little-endian machine prints them.
  private static final Set<String> WANTED =
      Set.of(
          "00000000",
          "0100007F",
          "00000000000000000000000000000000",
          "00000000000000000000000001000000",
          "0000000000000000FFFF00000100007F",
          "0000000000000000FFFF000000000000");

  /// @param pid its owner, where this user may see it
  record Listener(OptionalLong pid) {}

  Optional<Listener> listener(int port) throws IOException {
    Optional<String> inode = inode(Path.of("net", "tcp"), port);
    if (inode.isEmpty()) {
      inode = inode(Path.of("net", "tcp6"), port);
    }
    return inode.map(found -> new Listener(owner(found)));
  }

  private static Optional<String> inode(Path table, int port) throws IOException {
    Path file = PROC.resolve(table);
    if (!Files.exists(file) && table.endsWith("tcp6")) {
      return Optional.empty(); // a kernel without IPv6
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .skip(1)
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields.length > 9 && fields[3].equals(LISTENING))
          .filter(fields -> isWanted(fields[1], port))
          .map(fields -> fields[9])
          .findFirst();
    }
  }

  private static boolean isWanted(String local, int port) {
    int colon = local.indexOf(':');
    return WANTED.contains(local.substring(0, colon))
        && Integer.parseInt(local.substring(colon + 1), 16) == port;
  }

  private static OptionalLong owner(String inode) {
    String link = "socket:[" + inode + "]";
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> holds(pid, link))
        .findFirst();
  }

  private static boolean holds(long pid, String link) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(PROC.resolve(Path.of(String.valueOf(pid), "fd")))) {
      for (Path descriptor : descriptors) {
        if (isLinkTo(descriptor, link)) {
          return true;
        }
      }
    } catch (IOException | DirectoryIteratorException endedOrNotOurs) {
      return false;
    }
    return false;
  }

  private static boolean isLinkTo(Path descriptor, String link) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(link);
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
