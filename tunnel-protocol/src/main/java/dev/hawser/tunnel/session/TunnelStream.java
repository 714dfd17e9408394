package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.flow.ReceiveWindow;
import dev.hawser.tunnel.flow.SendWindow;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.metrics.StreamView.State;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One relayed connection of a session. Confined to the session's loop.
///
/// ```
///            write, finish                    both directions finished
///  OPEN ──────────────────────► OPEN ──────────────────────────────────► CLOSED (completed)
///    │  reset by us or the peer, session over
///    └──────────────────────────────────────────────────────────────────► CLOSED (reset)
/// ```
///
/// The opener may write before the far end has confirmed. Bytes that cannot be sent yet are queued;
/// [#isWritable] says when to stop writing.
public final class TunnelStream extends FairQueue.Flow {
  private static final int QUEUE_HIGH_BYTES = 64 * 1024;
  private static final int QUEUE_LOW_BYTES = 32 * 1024;
  private static final int SMALL_TURN_BYTES = 4096;

  private final TunnelSession session;
  private final int id;
  private final Destination destination;
  private final long openedAtNs;
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(4);
  private final SendWindow sendWindow;
  private final ReceiveWindow receiveWindow;

  private @Nullable StreamReceiver receiver;
  private int queuedBytes;
  private boolean unwritable;
  private boolean confirmed;
  private boolean finishQueued;
  private boolean finishSent;
  private boolean finishReceived;
  private boolean closed;
  private boolean abandoned; // nobody will tell what was consumed any more
  private boolean inBurst;
  private boolean creditDue;
  private boolean stopSent;
  private @Nullable ResetCode resetQueued;
  private boolean stopped; // by the peer: what is written is thrown away

  TunnelStream(
      TunnelSession session,
      int id,
      Destination destination,
      SendWindow sendWindow,
      ReceiveWindow receiveWindow,
      long nowNs) {
    this.session = session;
    this.id = id;
    this.destination = destination;
    this.sendWindow = sendWindow;
    this.receiveWindow = receiveWindow;
    this.openedAtNs = nowNs;
  }

  public int id() {
    return id;
  }

  public Destination destination() {
    return destination;
  }

  public TunnelSession session() {
    return session;
  }

  /// How it is now.
  public StreamView view() {
    return new StreamView(
        session.id(),
        id,
        session.openerOf(id),
        destination,
        state(),
        sendWindow.sent(),
        receiveWindow.received(),
        queuedBytes,
        receiveWindow.unconsumed(),
        Duration.ofNanos(session.nowNs() - openedAtNs));
  }

  private State state() {
    if (finishQueued) {
      return finishReceived ? State.ENDING : State.FINISHED_HERE;
    }
    if (finishReceived) {
      return State.FINISHED_THERE;
    }
    return confirmed ? State.OPEN : State.OPENING;
  }

  /// Sets or replaces who is told what arrives.
  public void attach(StreamReceiver newReceiver) {
    receiver = newReceiver;
  }

  boolean isAttached() {
    return receiver != null;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  /// The accepting side reached the destination.
  public void confirm() {
    if (!closed && !confirmed) {
      confirmed = true;
      session.onConfirmed(this);
      session.sendOpenOk(id);
    }
  }

  /// Sends or queues.
  ///
  /// @param data takes; released unsent when the stream is closed
  public void write(ByteBuf data) {
    assert session.eventLoop().inEventLoop();
    if (closed || finishQueued || stopped || resetQueued != null || !data.isReadable()) {
      data.release();
      return;
    }
    queuedBytes += data.readableBytes();
    queue.add(data);
    unwritable |= queuedBytes >= QUEUE_HIGH_BYTES;
    session.ready(this);
  }

  public boolean isWritable() {
    return !unwritable;
  }

  /// No more is written; what is queued is still sent.
  public void finish() {
    if (!closed && !finishQueued) {
      finishQueued = true;
      session.ready(this);
    }
  }

  /// What the peer still sends would be thrown away: it is told to stop. What was received already
  /// is still handed on, and to be consumed.
  public void stopReceiving(ResetCode code) {
    if (!closed && !finishReceived && !stopSent) {
      stopSent = true;
      session.sendStopSending(id, code);
    }
  }

  /// Sends a datagram, or drops it: nothing is promised. For streams of datagrams only.
  ///
  /// @param data takes
  public void writeDatagram(ByteBuf data) {
    assert session.eventLoop().inEventLoop();
    if (closed) {
      data.release();
    } else {
      session.observer().onBytes(session.role(), destination.protocol(), data.readableBytes());
      session.sendDatagram(this, data);
    }
  }

  /// Ends the stream in both directions; the first call counts. A stream that both sides have
  /// finished is only let go of: what is queued is still sent.
  public void reset(ResetCode code) {
    if (!closed && !(finishQueued && finishReceived)) {
      session.sendReset(id, code, sendWindow.sent());
      close(code == ResetCode.CANCELLED || confirmed ? Outcome.RESET : Outcome.NOT_REACHED, code);
    }
    abandon();
  }

  /// As [#reset], but what is queued is sent first. Nothing more may be written.
  public void resetWhenSent(ResetCode code) {
    if (queue.isEmpty() || closed || finishQueued) {
      reset(code);
    } else {
      resetQueued = code;
    }
  }

  /// Received bytes were written onward: the peer may send as many more.
  public void consumed(int bytes) {
    if (abandoned) {
      return;
    }
    if (receiveWindow.onConsumed(bytes) && takesCredit() && !creditDue) {
      creditDue = true;
      session.sendCredit(this);
    }
    session.consumed(bytes);
  }

  /// Whether the peer may still send, so that credit is of use.
  boolean takesCredit() {
    return !closed && !finishReceived;
  }

  /// The link takes a frame now, for the credit that is due.
  ///
  /// @param out borrowed
  void writeCredit(ByteBuf out, long nowNs, long roundTripNs) {
    creditDue = false;
    FrameWriter.credit(out, id, receiveWindow.credit(nowNs, roundTripNs));
  }

  @Override
  protected boolean send(int allowedBytes) {
    int allowed = allowedBytes;
    for (ByteBuf head = queue.peek(); head != null && allowed > 0; head = queue.peek()) {
      int length = (int) Math.min(Math.min(head.readableBytes(), allowed), room());
      if (length == 0) {
        break;
      }
      boolean whole = length == head.readableBytes();
      ByteBuf payload = whole ? queue.remove() : head.readRetainedSlice(length);
      sendWindow.onSent(length);
      queuedBytes -= length;
      session.sendData(this, payload, finishQueued && queue.isEmpty());
      allowed -= length;
    }
    if (closed) {
      return false;
    }
    ResetCode code = resetQueued;
    if (code != null && queue.isEmpty()) {
      reset(code);
    } else if (finishQueued && queue.isEmpty()) {
      if (!finishSent) {
        onFinishSent();
        session.sendFinish(id);
      }
    } else if (unwritable && queuedBytes <= QUEUE_LOW_BYTES) {
      unwritable = false;
      receiver().onWritable();
    }
    int sent = allowedBytes - allowed;
    if (sent > 0 && sent < SMALL_TURN_BYTES && queue.isEmpty()) { // bulk may be out of credit
      session.onSmallTurn();
    }
    return allowed == 0 && !queue.isEmpty();
  }

  private long room() {
    if (sendWindow.available() > 0 && session.sendRoom() == 0) {
      session.blocked(this);
    }
    return Math.min(sendWindow.available(), session.sendRoom());
  }

  /// The frame with the last bytes is written.
  void onFinishSent() {
    finishSent = true;
    if (finishReceived) {
      close(Outcome.COMPLETED, null);
    }
  }

  void onConfirmed() {
    if (confirmed) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "OPEN_OK twice on stream " + id);
    }
    confirmed = true;
    session.onConfirmed(this);
    session
        .observer()
        .onStreamConfirmed(
            session.openerOf(id), destination.protocol(), session.nowNs() - openedAtNs);
    receiver().onConfirmed();
  }

  void onCredit(long limit) {
    if (sendWindow.raiseTo(limit) && !queue.isEmpty()) {
      session.ready(this);
    }
  }

  void onData(ByteBuf data, boolean last) {
    int bytes = data.readableBytes();
    if (finishReceived) {
      data.release();
      throw new ProtocolException(ErrorCode.PROTOCOL, "DATA after the end of stream " + id);
    }
    try {
      receiveWindow.onReceived(bytes);
    } catch (ProtocolException e) {
      data.release();
      throw e;
    }
    finishReceived = last;
    if (bytes > 0) {
      receiver().onData(data);
    } else {
      data.release();
    }
    if (last && !closed) {
      receiver().onFinish();
      if (finishSent && !closed) {
        close(Outcome.COMPLETED, null);
      }
    }
  }

  void onDatagram(ByteBuf data) {
    receiver().onDatagram(data);
  }

  /// The peer throws away what it gets.
  void onStopSending() {
    if (!closed && !stopped) {
      stopped = true;
      releaseQueue();
      receiver().onStopSending();
      finish();
      session.ready(this); // an end that waited behind what was just thrown away
    }
  }

  void onReset(ResetCode code, long finalOffset) {
    if (finalOffset != receiveWindow.received()) {
      throw new ProtocolException(
          ErrorCode.FLOW_CONTROL,
          "RST of stream %d: final offset %d (expected: %d)"
              .formatted(id, finalOffset, receiveWindow.received()));
    }
    abort(code, confirmed ? Outcome.RESET : Outcome.NOT_REACHED);
  }

  void abort(ResetCode code, Outcome outcome) {
    close(outcome, code);
    abandon();
    receiver().onReset(code);
  }

  /// @return whether this is the stream's first data of the burst
  boolean enterBurst() {
    boolean first = !inBurst;
    inBurst = true;
    return first;
  }

  void endBurst() {
    inBurst = false;
    if (!abandoned) {
      receiver().onBurstEnd();
    }
  }

  /// @param code null if both directions were finished
  private void close(Outcome outcome, @Nullable ResetCode code) {
    closed = true;
    releaseQueue();
    receiveWindow.shrink();
    session.onStreamClosed(this, outcome, code);
  }

  private void releaseQueue() {
    for (ByteBuf unsent = queue.poll(); unsent != null; unsent = queue.poll()) {
      unsent.release();
    }
    queuedBytes = 0;
  }

  private void abandon() {
    if (!abandoned) {
      abandoned = true;
      session.consumed(receiveWindow.unconsumed());
    }
  }

  private StreamReceiver receiver() {
    StreamReceiver current = receiver;
    if (current == null) {
      throw new IllegalStateException("stream " + id + " has no receiver");
    }
    return current;
  }
}
