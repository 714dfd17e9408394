package dev.hawser.endpoint.redirect;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Becomes the user's command with a [ConnectFilter] set: `SOCKET COMMAND…`. Same process, so that
/// signals, terminal and exit code are the command's. Words and variables are passed on as bytes,
/// as the kernel has them, for they need not be of this JVM's charset.
public final class Launcher {
  /// What the command's variables are called meanwhile that would steer this JVM.
  static final String HELD = "HAWSER_HELD_";

  /// Sent by the launcher before a reason why there is no filter, and by Hawser as its consent.
  static final String NONE = "-";

  static final String TAKEN = "+";
  private static final int CANNOT_EXECUTE = 126;
  private static final int NOT_FOUND = 127;

  private Launcher() {}

  public static void main(String[] arguments) throws IOException {
    List<byte[]> words = strings(Path.of("/proc/self/cmdline"));
    List<byte[]> command = words.subList(words.size() - arguments.length + 1, words.size());
    List<byte[]> variables =
        strings(Path.of("/proc/self/environ")).stream().map(Launcher::released).toList();
    Optional<Linux> linux = Linux.here();
    if (linux.isEmpty()) {
      System.err.println("hawser: this is not a machine that is known");
      System.exit(CANNOT_EXECUTE);
      return;
    }
    filter(linux.get(), Path.of(arguments[0]));
    linux.get().keepDescriptors();
    long failure = linux.get().become(command, variables);
    System.err.printf("hawser: %s: cannot be executed (error %d)%n", arguments[1], -failure);
    System.exit(failure == -Linux.ENOENT ? NOT_FOUND : CANNOT_EXECUTE);
  }

  private static void filter(Linux linux, Path socket) throws IOException {
    try (SocketChannel hawser = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      long kept = linux.keepDescriptors(); // from the Linux on that has all that is needed here
      long listener = kept < 0 ? kept : ConnectFilter.set(linux);
      if (listener < 0) {
        send(hawser, NONE + "seccomp: error " + -listener);
        return;
      }
      send(hawser, ProcessHandle.current().pid() + " " + listener);
      ByteBuffer answer = ByteBuffer.allocate(TAKEN.length());
      if (hawser.read(answer) != TAKEN.length()) {
        throw new IOException("the filter was not taken");
      }
    }
  }

  private static void send(SocketChannel hawser, String line) throws IOException {
    hawser.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
  }

  /// Each with the zero byte that ends it.
  private static List<byte[]> strings(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    List<byte[]> strings = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        strings.add(Arrays.copyOfRange(all, start, i + 1));
        start = i + 1;
      }
    }
    return strings;
  }

  private static byte[] released(byte[] variable) {
    byte[] held = HELD.getBytes(StandardCharsets.US_ASCII);
    return Arrays.mismatch(held, variable) == held.length
        ? Arrays.copyOfRange(variable, held.length, variable.length)
        : variable;
  }
}
