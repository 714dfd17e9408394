package dev.hawser.acceptance.program;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

/// A stream of bytes that two processes can make alike from a seed.
final class SeededBytes extends InputStream {
  private static final int BLOCK = 64 * 1024;

  private final Random random;
  private final byte[] block = new byte[BLOCK];
  private int used = BLOCK;
  private long left;

  SeededBytes(long seed, long count) {
    this.random = new Random(seed);
    this.left = count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    if (used == BLOCK) {
      random.nextBytes(block);
      used = 0;
    }
    int count = (int) Math.min(Math.min(length, BLOCK - used), left);
    System.arraycopy(block, used, into, offset, count);
    used += count;
    left -= count;
    return count;
  }

  /// Reads the stream to its end and compares every byte.
  ///
  /// @throws IOException saying where the first difference is
  static void expect(InputStream stream, long seed, long count) throws IOException {
    SeededBytes expected = new SeededBytes(seed, count);
    byte[] actualBlock = new byte[BLOCK];
    for (long at = 0; at < count; ) {
      int size = (int) Math.min(BLOCK, count - at);
      int read = stream.readNBytes(actualBlock, 0, size);
      byte[] expectedBlock = expected.readNBytes(size);
      int difference = Arrays.mismatch(expectedBlock, 0, size, actualBlock, 0, read);
      if (read < size) {
        throw new EOFException("ended after %d of %d bytes".formatted(at + read, count));
      }
      if (difference >= 0) {
        throw new IOException("byte %d differs".formatted(at + difference));
      }
      at += size;
    }
    if (stream.read() >= 0) {
      throw new IOException("more than %d bytes".formatted(count));
    }
  }
}
