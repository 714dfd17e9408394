package dev.hawser.endpoint.outbound;

import dev.hawser.endpoint.process.Platform;
import dev.hawser.endpoint.process.ShortRun;
import java.io.IOException;
import java.net.Inet4Address;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Loopback addresses besides 127.0.0.1: Linux and Windows have all of 127.0.0.0/8 (RFC 1122
/// §3.2.1.3), macOS those that root has given to its interface (ifconfig(8)). What is added here is
/// taken away again. One thread at a time; blocks.
final class LoopbackAliases {
  private static final List<String> SHOW = List.of("ifconfig", "lo0");
  private static final Pattern ADDRESS =
      Pattern.compile("(?m)^\\s*inet (127\\.\\d+\\.\\d+\\.\\d+) ");

  /// Runs a command.
  interface Commands {
    ShortRun run(List<String> command) throws IOException;
  }

  private final Platform platform;
  private final Commands commands;
  private final Set<String> added = new HashSet<>();

  LoopbackAliases(Platform platform, Commands commands) {
    this.platform = platform;
    this.commands = commands;
  }

  static LoopbackAliases ofThisMachine() {
    return new LoopbackAliases(Platform.current(), ShortRun::of);
  }

  /// Whether the machine has the address, by now.
  boolean have(Inet4Address address) {
    return switch (platform) {
      case LINUX, WINDOWS, OTHER -> true;
      case MAC -> isThere(address) || add(address);
    };
  }

  private boolean isThere(Inet4Address address) {
    try {
      return ADDRESS
          .matcher(commands.run(SHOW).output())
          .results()
          .map((MatchResult found) -> found.group(1))
          .anyMatch(address.getHostAddress()::equals);
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /// Fails for whoever is not root.
  private boolean add(Inet4Address address) {
    String text = address.getHostAddress();
    boolean done = isDone(List.of("ifconfig", "lo0", "alias", text));
    return done && added.add(text);
  }

  /// Gives it back, if it was not there before.
  void giveBack(Inet4Address address) {
    String text = address.getHostAddress();
    if (added.remove(text)) {
      isDone(List.of("ifconfig", "lo0", "-alias", text)); // where it fails the address just stays
    }
  }

  private boolean isDone(List<String> command) {
    try {
      return commands.run(command).exitCode() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
