package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
  private final FairQueue queue = new FairQueue();
  private final List<String> served = new ArrayList<>();

  @Test
  void bulkFlowsTakeTurns() {
    queue.ready(new Sender("a", 3 * FairQueue.QUANTUM));
    queue.ready(new Sender("b", 3 * FairQueue.QUANTUM));
    serve(6);
    assertThat(served).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void aFlowThatWasIdleGoesBeforeBulk() {
    queue.ready(new Sender("bulk", 10 * FairQueue.QUANTUM));
    serve(2);
    queue.ready(new Sender("small", 10));
    serve(2);
    assertThat(served).containsExactly("bulk", "bulk", "small", "bulk");
  }

  @Test
  void aFlowThatIsAlwaysJustEmptiedDoesNotGoFirstForEver() {
    Sender fast = new Sender("fast", 10);
    queue.ready(new Sender("bulk", 10 * FairQueue.QUANTUM));
    serve(1);
    for (int i = 0; i < 3; i++) {
      fast.left = 10;
      queue.ready(fast);
      serve(2);
    }
    assertThat(served).containsExactly("bulk", "fast", "bulk", "fast", "bulk", "fast", "bulk");
  }

  @Test
  void aFlowThatHasNothingMoreLeaves() {
    queue.ready(new Sender("small", 10));
    serve(1);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aFlowIsQueuedOnce() {
    Sender flow = new Sender("once", 10);
    queue.ready(flow);
    queue.ready(flow);
    serve(1);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void aFlowThatBecomesReadyWhileItSendsIsServedAgain() {
    Sender flow = new Sender("again", 10);
    flow.moreWhileSending = 10;
    queue.ready(flow);
    serve(2);
    assertThat(served).containsExactly("again", "again");
    assertThat(queue.isEmpty()).isTrue();
  }

  private void serve(int times) {
    for (int i = 0; i < times; i++) {
      queue.serveNext();
    }
  }

  private final class Sender extends FairQueue.Flow {
    private final String name;
    private int left;
    private int moreWhileSending;

    Sender(String name, int bytes) {
      this.name = name;
      this.left = bytes;
    }

    @Override
    protected boolean send(int allowedBytes) {
      if (left > 0) {
        served.add(name);
      }
      int sent = Math.min(allowedBytes, left);
      left -= sent;
      if (moreWhileSending > 0) {
        left += moreWhileSending;
        moreWhileSending = 0;
        queue.ready(this);
      }
      return sent == allowedBytes && left > 0;
    }
  }
}
