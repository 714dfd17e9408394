package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.frame.Hello;
import java.util.ArrayDeque;

/// In which order flows with something to send are served: round robin by bytes with the two lists
/// of FQ-CoDel (RFC 8290 §4.2): a flow that was idle goes first for one quantum, so that a request
/// does not wait behind bulk transfers. Frames can be cut anywhere, so no deficit is carried over.
///
/// Confined to the session's loop.
public final class FairQueue {
  /// Bytes that a flow may send before it is the next one's turn: a frame that every peer accepts.
  public static final int QUANTUM = Hello.LEAST_DATA_LENGTH;

  private final ArrayDeque<Flow> sparse = new ArrayDeque<>();
  private final ArrayDeque<Flow> bulk = new ArrayDeque<>();

  private enum Place {
    NONE,
    SPARSE,
    BULK,
    SENDING
  }

  /// What is scheduled.
  public abstract static class Flow {
    private Place place = Place.NONE;

    /// Sends up to the given number of bytes.
    ///
    /// @return whether it could send more now
    protected abstract boolean send(int allowedBytes);
  }

  /// The flow has something to send. Does nothing if that is known.
  public void ready(Flow flow) {
    switch (flow.place) {
      case NONE -> {
        flow.place = Place.SPARSE;
        sparse.add(flow);
      }
      case SENDING -> flow.place = Place.BULK; // it is queued when it has sent
      case SPARSE, BULK -> {}
    }
  }

  public boolean isEmpty() {
    return sparse.isEmpty() && bulk.isEmpty();
  }

  /// Whether the next to be served is one that was idle.
  public boolean hasSparse() {
    return !sparse.isEmpty();
  }

  /// Serves one flow once. A flow that had its turn among the sparse goes to the bulk even if it
  /// has nothing left, and leaves when its turn there finds it so: else a fast one that is always
  /// just emptied would always go first.
  public void serveNext() {
    Flow flow = sparse.poll();
    if (flow == null) {
      flow = bulk.poll();
    }
    if (flow == null) {
      return;
    }
    boolean wasSparse = flow.place == Place.SPARSE;
    flow.place = Place.SENDING;
    boolean more = flow.send(QUANTUM);
    if (more || flow.place == Place.BULK || (wasSparse && !bulk.isEmpty())) {
      flow.place = Place.BULK;
      bulk.add(flow);
    } else {
      flow.place = Place.NONE;
    }
  }
}
