package dev.hawser.cluster.lease;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/// Time as it passes here, whatever the clock on the wall says.
public interface Pace {
  Pace REAL =
      new Pace() {
        @Override
        public long nowNs() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
          try {
            Thread.sleep(duration);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
          }
        }
      };

  /// Rises steadily from an arbitrary beginning.
  long nowNs();

  void pause(Duration duration);
}
