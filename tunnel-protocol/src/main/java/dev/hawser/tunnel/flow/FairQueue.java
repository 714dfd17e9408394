package dev.hawser.tunnel.flow;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// In which order flows with something to send are served: round robin by bytes with the two lists
/// of FQ-CoDel (RFC 8290 §4.2): a flow that was idle goes first for one quantum, so that a request
/// does not wait behind bulk transfers. Frames can be cut anywhere, so no deficit is carried over.
///
/// Confined to the session's loop.
public final class FairQueue {
  /// Bytes that a flow may send before it is the next one's turn.
  public static final int QUANTUM = 16 * 1024;

  private final ArrayDeque<Flow> sparse = new ArrayDeque<>();
  private final ArrayDeque<Flow> bulk = new ArrayDeque<>();

  /// What is scheduled.
  public abstract static class Flow {
    private boolean queued;

    /// Sends up to the given number of bytes.
    ///
    /// @return how many were sent; fewer than allowed means that nothing more can be sent now, and
    ///     the flow leaves the round until it is [#ready] again
    protected abstract int send(int allowedBytes);
  }

  /// The flow has something to send. Does nothing if that is known.
  public void ready(Flow flow) {
    if (!flow.queued) {
      flow.queued = true;
      sparse.add(flow);
    }
  }

  public boolean isEmpty() {
    return sparse.isEmpty() && bulk.isEmpty();
  }

  /// Serves one flow once.
  public void serveNext() {
    @Nullable Flow flow = sparse.poll();
    if (flow == null) {
      flow = bulk.poll();
      if (flow == null) {
        return;
      }
    }
    flow.queued = false; // it may become ready again while it sends
    if (flow.send(QUANTUM) == QUANTUM && !flow.queued) {
      flow.queued = true;
      bulk.add(flow);
    }
  }
}
