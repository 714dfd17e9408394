package dev.hawser.sandbox.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// The addresses of one sandbox: a block `127.x.0.0/16` with x from 96 to 127, which is its own as
/// long as it holds the block's guard port. Linux answers to all of them; macOS would need an alias
/// each.
public final class LoopbackAddresses implements AutoCloseable {
  private static final int FIRST_BLOCK = 96;
  private static final int BLOCKS = 32;
  private static final int GUARD_PORT = 65_533;
  private static final int SERVICES = 128; // the third octet from which services live

  private final int block;
  private final ServerSocket guard;
  private final AtomicInteger pods = new AtomicInteger();
  private final AtomicInteger services = new AtomicInteger();

  private LoopbackAddresses(int block, ServerSocket guard) {
    this.block = block;
    this.guard = guard;
  }

  /// @throws IOException if no block is free or the machine has only 127.0.0.1
  public static LoopbackAddresses claim() throws IOException {
    IOException refusal = new IOException("no free block of loopback addresses");
    int start = ThreadLocalRandom.current().nextInt(BLOCKS);
    for (int tried = 0; tried < BLOCKS; tried++) {
      int block = FIRST_BLOCK + (start + tried) % BLOCKS;
      byte[] guard = {127, (byte) block, 0, 1};
      try {
        return new LoopbackAddresses(
            block, new ServerSocket(GUARD_PORT, 1, InetAddress.getByAddress(guard)));
      } catch (IOException taken) {
        refusal.addSuppressed(taken);
      }
    }
    throw refusal;
  }

  public String nextPod() {
    return address(1, pods.getAndIncrement());
  }

  public String nextService() {
    return address(SERVICES, services.getAndIncrement());
  }

  private String address(int third, int index) {
    return "127.%d.%d.%d".formatted(block, third + index / 250 % 127, 1 + index % 250);
  }

  @Override
  public void close() throws IOException {
    guard.close();
  }
}
