package dev.hawser.endpoint.redirect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Function;

/// Decides about the `connect` calls of one command and what it starts (seccomp_unotify(2)), until
/// all of them have ended: makes those that lead elsewhere, lets the others go on. Of a thread of
/// its own, which waits in the kernel.
final class Supervisor implements Runnable {
  private static final long RECEIVE = 0xC0502100L;
  private static final long SEND = 0xC0182101L;
  private static final long IS_VALID = 0x40082102L;
  private static final int GO_ON = 1;

  /// Of `struct seccomp_notif`: whose call it is, and its arguments.
  private static final int NOTIFICATION_BYTES = 80;

  private static final int THREAD = 8;
  private static final int SOCKET = 32;
  private static final int ADDRESS = 40;
  private static final int ADDRESS_LENGTH = 48;

  /// Of `struct seccomp_notif_resp`.
  private static final int RESPONSE_BYTES = 24;

  private static final int ERROR = 16;
  private static final int FLAGS = 20;

  private static final int LONGEST_ADDRESS = 128;

  private final Linux linux;
  private final int listener;
  private final Function<InetSocketAddress, OptionalInt> ports;

  /// @param listener a filter's; closed when its processes have ended
  /// @param ports the port that an address is to be dialled at instead
  Supervisor(Linux linux, int listener, Function<InetSocketAddress, OptionalInt> ports) {
    this.linux = linux;
    this.listener = listener;
    this.ports = ports;
  }

  @Override
  public void run() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment call = arena.allocate(NOTIFICATION_BYTES, Long.BYTES);
      MemorySegment response = arena.allocate(RESPONSE_BYTES, Long.BYTES);
      while (true) {
        call.fill((byte) 0);
        long received = linux.ioctl(listener, RECEIVE, call);
        if (received == 0) {
          response.fill((byte) 0);
          response.set(JAVA_LONG, 0, call.get(JAVA_LONG, 0));
          decide(call, response);
          linux.ioctl(listener, SEND, response); // in vain if the caller is gone
        } else if (received != -Linux.EINTR
            && (received != -Linux.ENOENT || linux.isHungUp(listener))) {
          return;
        }
      }
    } finally {
      linux.close(listener);
    }
  }

  private void decide(MemorySegment call, MemorySegment response) {
    try {
      DialledAddress dialled = dialled(call);
      OptionalInt port = dialled.target().map(ports).orElseGet(OptionalInt::empty);
      if (port.isPresent() && isStillWaiting(call)) {
        response.set(JAVA_INT, ERROR, (int) connect(call, dialled.at(port.getAsInt())));
        return;
      }
    } catch (IOException gone) {
      // whatever it wanted, it goes on by itself
    }
    response.set(JAVA_INT, FLAGS, GO_ON);
  }

  /// On the caller's own socket, so that a call that does not wait does not wait here either.
  private long connect(MemorySegment call, byte[] address) throws IOException {
    long socket =
        linux.descriptorOf(process(call.get(JAVA_INT, THREAD)), (int) call.get(JAVA_LONG, SOCKET));
    if (socket < 0) {
      throw new IOException("the socket cannot be had: error " + -socket);
    }
    try (Arena arena = Arena.ofConfined()) {
      return linux.connect((int) socket, arena.allocateFrom(JAVA_BYTE, address));
    } finally {
      linux.close((int) socket);
    }
  }

  private static DialledAddress dialled(MemorySegment call) throws IOException {
    long length = call.get(JAVA_LONG, ADDRESS_LENGTH) & 0xFFFFFFFFL;
    byte[] bytes = new byte[(int) Math.min(length, LONGEST_ADDRESS)];
    Path memory = Path.of("/proc", String.valueOf(call.get(JAVA_INT, THREAD)), "mem");
    try (RandomAccessFile file = new RandomAccessFile(memory.toFile(), "r")) {
      file.seek(call.get(JAVA_LONG, ADDRESS));
      file.readFully(bytes);
    }
    return new DialledAddress(bytes);
  }

  /// Whether what was read was of this caller, and not of another that has got its number.
  private boolean isStillWaiting(MemorySegment call) {
    return linux.ioctl(listener, IS_VALID, call) == 0;
  }

  /// Descriptors are had of processes, not of threads.
  private static long process(int thread) throws IOException {
    String key = "Tgid:";
    Path status = Path.of("/proc", String.valueOf(thread), "status");
    return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> Long.parseLong(line.substring(key.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new IOException("no process of thread " + thread));
  }
}
