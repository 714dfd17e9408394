package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.InFlightLimit;
import dev.hawser.tunnel.flow.RoundTrip;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameReader;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The way to the peer, over one link after another: resumable frames come out at the other end
/// once and in order, whatever becomes of the links.
///
/// Confined to the session's loop.
///
/// ```
///            attach                    lost
///  NO LINK ─────────► LINKED ──────────────────► NO LINK
///                      │  ▲
///                      └──┘ attach: the link before is closed, nothing of it is read any more
/// ```
///
/// Acknowledgements stand still from [#tell] until the new link is attached or given up, so that
/// the peer still has what it was told to go on from.
final class Line {
  private static final int PERIODS_REMEMBERED = 12;
  private static final int FIRST_PINGS = 4; // the first of them measure code that is not warm yet
  private static final long NOT_TOLD = -1;

  private final EventLoop loop;
  private final Runnable wantsFlush;
  private final FrameReader reader;
  private final ReplayBuffer sent = new ReplayBuffer();
  private final RoundTrip roundTrip =
      new RoundTrip(PERIODS_REMEMBERED, TimeUnit.MILLISECONDS.toNanos(Liveness.PING_INTERVAL_MS));
  private final InFlightLimit inFlight = new InFlightLimit(Hello.SESSION_WINDOW);
  private boolean bulkWaits;
  private int pongs;
  private ArrayDeque<ByteBuf> replay = new ArrayDeque<>();
  private @Nullable FrameTransport link;
  private long acknowledged;
  private long told = NOT_TOLD;
  private boolean ackTimed;
  private boolean ackDue;
  private boolean pingDue;
  private boolean pongDue;
  private long pongPayload;
  private boolean pinged;
  private long pingedAtNs;
  private long heardAtNs;

  /// @param wantsFlush asks for a [TunnelSession#flush]
  Line(EventLoop loop, FrameSink incoming, Runnable wantsFlush) {
    this.loop = loop;
    this.wantsFlush = wantsFlush;
    this.reader = new FrameReader(incoming, Hello.MAX_DATA_LENGTH);
    this.heardAtNs = nowNs();
  }

  // ---- links

  /// What to tell the peer that we have received, in the HELLO of another link.
  long tell() {
    told = reader.received();
    ackDue = false;
    return told;
  }

  /// The other link did not come about.
  void tellNoMore() {
    told = NOT_TOLD;
    acknowledgeSoon();
  }

  /// Goes on over another link; one that is there is closed.
  ///
  /// @param peerReceived from where to send again
  /// @return how many bytes are sent again
  /// @throws ProtocolException if the peer cannot have received just so much
  long attach(FrameTransport next, long peerReceived) {
    ArrayDeque<ByteBuf> again = sent.from(peerReceived);
    FrameTransport before = detach();
    if (before != null) {
      before.close();
    }
    replay = again;
    reader.onNextLink(told == NOT_TOLD ? reader.received() : told);
    acknowledged = Math.max(acknowledged, told);
    told = NOT_TOLD;
    link = next;
    heardAtNs = nowNs();
    pingDue = true;
    return sent.bytes();
  }

  /// @return the link that was there; its closing is the caller's
  @Nullable FrameTransport detach() {
    FrameTransport before = link;
    link = null;
    pinged = false;
    pingDue = false;
    pongDue = false;
    releaseReplay();
    return before;
  }

  @Nullable FrameTransport link() {
    return link;
  }

  void close() {
    releaseReplay();
    sent.release();
    reader.close();
  }

  private void releaseReplay() {
    replay.forEach(ByteBuf::release);
    replay.clear();
  }

  // ---- receiving

  /// @param bytes borrowed
  void read(ByteBuf bytes) {
    heardAtNs = nowNs();
    reader.read(bytes);
  }

  /// What the link had to give for now has been read.
  void endBurst() {
    if (reader.received() - acknowledged >= TunnelSession.ACK_AT_BYTES) {
      acknowledgeNow();
    } else {
      acknowledgeSoon();
    }
  }

  private void acknowledgeSoon() {
    if (!ackTimed && reader.received() > acknowledged) {
      ackTimed = true;
      loop.schedule(this::acknowledgeInTime, TunnelSession.ACK_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void acknowledgeInTime() {
    ackTimed = false;
    if (reader.received() > acknowledged) {
      acknowledgeNow();
    }
  }

  private void acknowledgeNow() {
    if (told == NOT_TOLD && !ackDue) {
      ackDue = true;
      wantsFlush.run();
    }
  }

  void onAck(long offset) {
    boolean wasFull = sent.isFull();
    sent.acknowledge(offset);
    inFlight.onAcknowledged(offset, sent.end(), nowNs(), roundTrip.minNs());
    if (wasFull || (bulkWaits && takesBulk())) {
      wantsFlush.run();
    }
  }

  /// Of several that come before an answer could be sent, the last is answered.
  void onPing(long payload) {
    pongDue = true;
    pongPayload = payload;
    wantsFlush.run();
  }

  /// @return the round trip in ns
  long onPong(long payload) {
    long ns = nowNs() - payload;
    if (!pinged || ns < 0 || payload != pingedAtNs) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "PONG without PING");
    }
    pinged = false;
    roundTrip.add(ns, nowNs());
    if (++pongs < FIRST_PINGS) {
      ping();
    }
    return ns;
  }

  // ---- sending

  /// Whether frames may be written now: there is a link, it takes more, what the one before lost
  /// has been sent again, and not too much waits to be acknowledged.
  boolean isWritable() {
    FrameTransport current = link;
    return current != null && replay.isEmpty() && !sent.isFull() && current.isWritable();
  }

  /// Whether bulk may go out as well, or would only wait in some queue.
  boolean takesBulk() {
    bulkWaits = !inFlight.allows(sent.bytes());
    return !bulkWaits;
  }

  void onSmallTurn() {
    inFlight.onSmall();
  }

  /// Sends a resumable frame or the next part of one. Only while [#isWritable], or directly after
  /// another part of the same frame, though the link may have been lost in between.
  ///
  /// @param frame takes
  void send(ByteBuf frame) {
    ByteBuf kept = sent.add(frame);
    FrameTransport current = link;
    if (current != null) {
      current.write(kept.retainedDuplicate());
    }
  }

  /// Sends a frame of the link, which is lost with it.
  ///
  /// @param frame takes
  void sendOnce(ByteBuf frame) {
    FrameTransport current = link;
    if (current == null) {
      frame.release();
    } else {
      current.write(frame);
    }
  }

  /// Writes what the line itself has to say, as far as the link takes it: first what the link
  /// before lost.
  void writeDue() {
    FrameTransport current = link;
    if (current == null) {
      return;
    }
    while (!replay.isEmpty() && current.isWritable()) {
      current.write(replay.remove());
    }
    boolean answers = (ackDue || pongDue) && current.isWritable();
    if (replay.isEmpty() && (answers || pingDue)) { // there is never more than one PING
      current.write(dueFrames(current));
    }
  }

  /// Writes what the link before lost, whether or not the link takes it: the last words come next.
  void writeReplay() {
    FrameTransport current = link;
    while (current != null && !replay.isEmpty()) {
      current.write(replay.remove());
    }
  }

  private ByteBuf dueFrames(FrameTransport current) {
    ByteBuf out = current.allocator().directBuffer(48);
    if (ackDue) {
      ackDue = false;
      acknowledged = reader.received();
      FrameWriter.ack(out, acknowledged);
    }
    if (pongDue) {
      pongDue = false;
      FrameWriter.pong(out, pongPayload);
    }
    if (pingDue) {
      pingDue = false;
      pinged = true;
      pingedAtNs = nowNs();
      FrameWriter.ping(out, pingedAtNs);
    }
    return out;
  }

  void flush() {
    if (link != null) {
      link.flush();
    }
  }

  /// Asks the peer for a sign of life, unless it has been asked already.
  void ping() {
    if (!pinged && !pingDue && link != null) {
      pingDue = true;
      wantsFlush.run();
    }
  }

  // ---- evidence

  /// Whether the peer owes an answer for at least so long.
  boolean owesAnswer(long limitNs) {
    return pinged && nowNs() - pingedAtNs >= limitNs;
  }

  /// Whether the peer has not acknowledged all that was sent.
  boolean isUnacknowledged() {
    return sent.bytes() > 0;
  }

  /// Time since the last byte from the peer.
  long silentNs() {
    return nowNs() - heardAtNs;
  }

  long sinceLastPingNs() {
    return nowNs() - pingedAtNs;
  }

  long minRoundTripNs() {
    return roundTrip.minNs();
  }

  LineState upState(boolean suspected) {
    Duration silent = Duration.ofNanos(silentNs());
    return suspected
        ? new LineState.Suspected(silent)
        : new LineState.Up(silent, Duration.ofNanos(roundTrip.minNs()));
  }

  private long nowNs() {
    return loop.ticker().nanoTime();
  }
}
