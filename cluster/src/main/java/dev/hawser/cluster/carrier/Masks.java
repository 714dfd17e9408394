package dev.hawser.cluster.carrier;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.IntSupplier;

/// Masking keys for WebSocket frames: unpredictable, as RFC 6455 demands, and drawn in batches, for
/// there is one a frame. Confined to one event loop.
final class Masks implements IntSupplier {
  private static final int BATCH_BYTES = 4096;

  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES).limit(0);

  @Override
  public int getAsInt() {
    if (!batch.hasRemaining()) {
      random.nextBytes(batch.array());
      batch.clear();
    }
    return batch.getInt();
  }
}
