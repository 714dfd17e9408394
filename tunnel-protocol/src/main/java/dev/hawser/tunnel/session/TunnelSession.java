package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.flow.GrowthBudget;
import dev.hawser.tunnel.flow.InFlightLimit;
import dev.hawser.tunnel.flow.ReceiveWindow;
import dev.hawser.tunnel.flow.SendWindow;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameHeader;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.LiveStreams;
import dev.hawser.tunnel.metrics.StreamView;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The streams between an endpoint and an agent, multiplexed over one link at a time, and outliving
/// it: when a link is lost, streams wait for the next one, for a grace period.
///
/// Confined to its event loop, but for [#close] and [#closed].
///
/// ```
///       first link             link lost
///  NEW ───────────► LINKED ◄──────────────► WAITING
///   │                  │     next link         │ grace over
///   └──────────────────┴───────► CLOSED ◄──────┘
///     close, GOAWAY, fault
/// ```
public final class TunnelSession {
  /// How far the window of a stream may grow.
  public static final long MAX_STREAM_WINDOW = 16L * 1024 * 1024;

  /// How far the window of the session may grow while streams are not read.
  public static final long MAX_SESSION_WINDOW = 64L * 1024 * 1024;

  /// How much is received before it is acknowledged: half of what a sender lets be under way at
  /// least, or it would wait for [#ACK_WITHIN_MS] with each part.
  public static final int ACK_AT_BYTES = InFlightLimit.LEAST_BYTES / 2;

  /// How long less than that waits.
  public static final int ACK_WITHIN_MS = 50;

  private final EventLoop loop;
  private final SessionSettings settings;
  private final Role role;
  private final TunnelObserver observer;
  private final Promise<Void> closed;
  private final Promise<Void> drained;
  private final Runnable flush = this::flush;

  private final Streams streams;
  private final IncomingFrames incoming;
  private final Connectivity connectivity;
  private final FairQueue ready = new FairQueue();
  private final ReceiveWindow receiveWindow;
  private final GrowthBudget growth = new GrowthBudget(Hello.SESSION_WINDOW / 2);
  private final ControlFrames control;
  private final Datagrams datagrams;
  private Set<TunnelStream> blocked = new LinkedHashSet<>();
  private SendWindow sendWindow = new SendWindow(0);
  private int peerStreamWindow;
  private boolean over;
  private boolean flushScheduled;
  private boolean flushing;
  private @Nullable Throwable endedBy;

  public TunnelSession(EventLoop loop, SessionSettings settings) {
    this.loop = loop;
    this.settings = settings;
    this.role = settings.role();
    this.observer = settings.observer();
    this.closed = loop.newPromise();
    this.drained = loop.newPromise();
    this.streams = new Streams(role);
    this.incoming = new IncomingFrames(this, streams);
    this.receiveWindow =
        new ReceiveWindow(
            Hello.SESSION_WINDOW,
            MAX_SESSION_WINDOW,
            new GrowthBudget(MAX_SESSION_WINDOW - Hello.SESSION_WINDOW),
            nowNs());
    this.control =
        new ControlFrames(settings.allocator(), flood -> loop.execute(() -> onFault(flood)));
    this.datagrams = new Datagrams(observer);
    this.connectivity = new Connectivity(this, incoming);
  }

  public EventLoop eventLoop() {
    return loop;
  }

  public UUID id() {
    return settings.id();
  }

  /// What logs and reports at both ends call it.
  public String name() {
    return StreamView.nameOf(id());
  }

  public boolean isOver() {
    return over;
  }

  /// Whether a stream opened now would not be reset at once.
  public boolean takesStreams() {
    return !over && streams.takesOurs();
  }

  /// Completed when the session is over and its link closed: with success when either side ended it
  /// on purpose, with a [TransportException] when no link came within the grace period, a
  /// [ProtocolException] when a side misbehaved.
  public Future<Void> closed() {
    return closed;
  }

  /// How the line is now.
  public LineState line() {
    return over ? new LineState.Over() : connectivity.state();
  }

  /// Which streams live now, but for those in which the ends serve each other.
  ///
  /// @param most how many of them are looked at
  public LiveStreams streams(int most) {
    assert loop.inEventLoop();
    return streams.view(most);
  }

  /// Tells a listener more what becomes of the line.
  public void onLine(LineListener listener) {
    connectivity.listen(listener);
  }

  /// Opens a stream; data may be written at once. Where none is taken, the receiver is told of the
  /// reset before this returns.
  public TunnelStream open(Destination destination, StreamReceiver receiver) {
    assert loop.inEventLoop();
    boolean taken = takesStreams() && connectivity.wasLinked();
    int id = streams.newId();
    TunnelStream stream = register(id, destination);
    stream.attach(receiver);
    if (taken && id > 0 && !control.isCrowded()) {
      FrameWriter.open(control.append(), id, destination);
      scheduleFlush();
    } else {
      stream.abort(whyNotTaken(), Outcome.SESSION_CLOSED);
    }
    return stream;
  }

  private ResetCode whyNotTaken() {
    if (over) {
      return ResetCode.SESSION_CLOSED;
    }
    return control.isCrowded() ? ResetCode.TOO_MANY : ResetCode.DRAINING;
  }

  /// Takes no more streams and opens none; those that live go on. The first phase of an orderly
  /// end, of which [#close] is the second.
  ///
  /// @return completed when no stream lives any more
  public Future<Void> drain() {
    if (!over && streams.takesTheirs()) {
      FrameWriter.drain(control.append(), streams.refuseTheirs());
      scheduleFlush();
    }
    tellIfDrained();
    return drained;
  }

  private void tellIfDrained() {
    if (streams.isEmpty() && (over || !streams.takesTheirs())) {
      drained.trySuccess(null);
    }
  }

  /// Ends the session on purpose, from any thread: live streams are reset.
  public void close() {
    if (loop.inEventLoop()) {
      end(ErrorCode.NONE, "", null);
    } else {
      loop.execute(this::close);
    }
  }

  // ---- the link below

  /// What to say first on another link: the endpoint begins.
  public Hello nextHello() {
    return connectivity.nextHello();
  }

  /// Another link was tried and did not come about; the one before, if there is one, is used on.
  public void onLinkFailed() {
    connectivity.onLinkFailed();
  }

  /// The endpoint's end of the handshake: the peer agreed to go on over this link. One that is
  /// there is closed.
  ///
  /// @param ours what was said on this link
  /// @throws ProtocolException if the peer's answer does not fit, or the session has ended
  ///     meanwhile
  public void link(FrameTransport link, Hello ours, Hello peer) {
    if (over) {
      throw new ProtocolException(ErrorCode.NONE, "the session is over");
    }
    connectivity.link(link, ours, peer);
  }

  /// The agent's end of the handshake: goes on over this link if the peer may ask for it. One that
  /// is there is closed.
  ///
  /// @throws ProtocolException if the peer may not
  public void answer(FrameTransport link, Hello peer) {
    connectivity.answer(link, peer);
  }

  /// Whether this is the link that is used; what comes over another is to be thrown away.
  public boolean uses(FrameTransport link) {
    return connectivity.uses(link);
  }

  /// Bytes arrived.
  ///
  /// @param bytes borrowed
  public void read(ByteBuf bytes) {
    connectivity.read(bytes);
  }

  /// What the link had to give for now has been read.
  public void onBurstEnd() {
    incoming.endBurst();
    connectivity.endBurst();
  }

  /// The link broke, or was closed. If the session is over, this was what it waited for.
  public void onLinkLost(FrameTransport link, TransportException cause) {
    if (!over) {
      connectivity.onLost(link, cause);
    } else if (connectivity.uses(link)) {
      connectivity.forget();
      tellClosed();
    }
  }

  /// A fault of the peer, or of ours, ends the session; the peer is told.
  public void onFault(Throwable fault) {
    ErrorCode code = fault instanceof ProtocolException broken ? broken.code() : ErrorCode.INTERNAL;
    end(code, String.valueOf(fault.getMessage()), fault);
  }

  /// Writes what is queued, as far as the link takes it: control frames first. A link that takes
  /// more while it is written to asks for this again: then a turn later, for a frame may be half
  /// written.
  public void flush() {
    if (flushing) {
      scheduleFlush();
      return;
    }
    flushScheduled = false;
    if (over) {
      return;
    }
    flushing = true;
    try {
      writeQueued(connectivity.line());
    } finally {
      flushing = false;
    }
  }

  private void writeQueued(Line line) {
    line.writeDue();
    while (line.isWritable()) {
      ByteBuf frames = control.take(receiveWindow, nowNs(), line.minRoundTripNs());
      if (frames != null) {
        line.send(frames);
      } else if (!datagrams.isEmpty()) {
        datagrams.writeNext(line, settings.allocator());
      } else if (ready.hasSparse() || (!ready.isEmpty() && line.takesBulk())) {
        ready.serveNext();
      } else {
        break;
      }
    }
    line.flush();
  }

  // ---- what the peer's frames ask for

  /// The first link is there.
  void begin(Hello peer) {
    sendWindow = new SendWindow(peer.sessionWindow());
    peerStreamWindow = peer.streamWindow();
    observer.onSession();
  }

  void accept(int streamId, Destination destination) {
    TunnelStream stream = register(streamId, destination);
    if (streams.isCrowded()) {
      stream.attach(Discarding.INSTANCE);
      stream.reset(ResetCode.TOO_MANY);
      return;
    }
    try {
      settings.acceptor().onOpen(stream);
    } finally {
      if (!stream.isAttached()) {
        stream.attach(Discarding.INSTANCE);
        stream.reset(ResetCode.INTERNAL);
      }
    }
  }

  /// @throws ProtocolException if the peer had no credit for these bytes
  void onReceived(int bytes) {
    receiveWindow.onReceived(bytes);
  }

  void onCredit(long limit) {
    if (sendWindow.raiseTo(limit)) {
      Set<TunnelStream> released = blocked;
      blocked = new LinkedHashSet<>();
      released.forEach(this::ready);
    }
  }

  void onDrain(int lastStreamId) {
    for (TunnelStream refused : streams.refusedOurs(lastStreamId)) {
      refused.abort(ResetCode.DRAINING, Outcome.NOT_REACHED);
    }
  }

  void onPong(long payload) {
    observer.onRoundTrip(connectivity.line().onPong(payload));
  }

  void onGoaway(ErrorCode code, String reason) {
    Throwable cause =
        code == ErrorCode.NONE
            ? null
            : new ProtocolException(code, "the other end gave up: " + reason);
    shutDown(cause, ResetCode.SESSION_CLOSED);
    connectivity.closeLink();
  }

  /// No link came in time.
  void onGraceOver(TransportException cause) {
    shutDown(cause, ResetCode.LINE_LOST);
    tellClosed();
  }

  /// The peer does not know the session any more: there is nothing to go on with.
  public void onForgotten(TransportException cause) {
    shutDown(cause, ResetCode.LINE_LOST);
    connectivity.closeLink();
    tellClosed();
  }

  /// A second has passed with the link up: streams that are not read must not stop the others.
  void relieve() {
    if (receiveWindow.isClogged()) {
      if (receiveWindow.grow()) {
        control.appendSessionCredit();
        scheduleFlush();
      }
    } else if (receiveWindow.unconsumed() < Hello.SESSION_WINDOW / 2) {
      receiveWindow.shrink();
    }
  }

  // ---- what streams ask for

  void ready(TunnelStream stream) {
    ready.ready(stream);
    scheduleFlush();
  }

  /// The session's credit, not the stream's, holds it back.
  void blocked(TunnelStream stream) {
    blocked.add(stream);
  }

  /// A stream had little to send, and may wait for an answer.
  void onSmallTurn() {
    connectivity.line().onSmallTurn();
  }

  long sendRoom() {
    return sendWindow.available();
  }

  /// @param payload takes; if nobody else refers to it, the eight bytes before its reader index may
  ///     be overwritten
  void sendData(TunnelStream stream, ByteBuf payload, boolean last) {
    int length = payload.readableBytes();
    sendWindow.onSent(length);
    observer.onBytes(role, stream.destination().protocol(), length);
    Line line = connectivity.line();
    if (hasRoomForHeader(payload)) {
      FrameWriter.prependDataHeader(payload, stream.id(), last);
    } else {
      line.send(dataHeader(stream.id(), length, last));
    }
    line.send(payload);
    if (last) {
      stream.onFinishSent();
    }
  }

  /// A buffer of its own that nobody else refers to, with eight bytes already used before the
  /// payload: so header and payload go out as one.
  private static boolean hasRoomForHeader(ByteBuf payload) {
    return payload.readerIndex() >= FrameHeader.BYTES
        && payload.refCnt() == 1
        && payload.unwrap() == null
        && !payload.isReadOnly();
  }

  void sendFinish(int streamId) {
    connectivity.line().send(dataHeader(streamId, 0, true));
  }

  private ByteBuf dataHeader(int streamId, int length, boolean last) {
    ByteBuf header = settings.allocator().directBuffer(FrameHeader.BYTES);
    FrameWriter.dataHeader(header, streamId, length, last);
    return header;
  }

  void sendOpenOk(int streamId) {
    FrameWriter.openOk(control.append(), streamId);
    scheduleFlush();
  }

  void sendReset(int streamId, ResetCode code, long finalOffset) {
    FrameWriter.reset(control.append(), streamId, code, finalOffset);
    scheduleFlush();
  }

  void sendStopSending(int streamId, ResetCode code) {
    FrameWriter.stopSending(control.append(), streamId, code);
    scheduleFlush();
  }

  void sendCredit(TunnelStream stream) {
    control.appendCredit(stream);
    scheduleFlush();
  }

  void sendDatagram(TunnelStream stream, ByteBuf data) {
    datagrams.add(stream, data);
    scheduleFlush();
  }

  void consumed(long bytes) {
    if (receiveWindow.onConsumed(bytes) && !over) {
      control.appendSessionCredit();
      scheduleFlush();
    }
  }

  void onStreamClosed(TunnelStream stream, Outcome outcome, @Nullable ResetCode code) {
    streams.remove(stream);
    blocked.remove(stream);
    observer.onStreamClosed(stream.view(), outcome, code);
    tellIfDrained();
  }

  void onConfirmed(TunnelStream stream) {
    streams.onConfirmed(stream);
  }

  Role openerOf(int streamId) {
    return streams.openerOf(streamId);
  }

  Role role() {
    return role;
  }

  SessionSettings settings() {
    return settings;
  }

  TunnelObserver observer() {
    return observer;
  }

  // ---- inside

  private TunnelStream register(int id, Destination destination) {
    long now = nowNs();
    TunnelStream stream =
        new TunnelStream(
            this,
            id,
            destination,
            new SendWindow(peerStreamWindow),
            new ReceiveWindow(Hello.STREAM_WINDOW, MAX_STREAM_WINDOW, growth, now),
            now);
    streams.add(stream);
    observer.onStreamOpened(stream.view());
    return stream;
  }

  /// Ends the session from here.
  private void end(ErrorCode code, String reason, @Nullable Throwable cause) {
    if (!over) {
      boolean saying = connectivity.sayGoodbye(code, reason);
      shutDown(cause, ResetCode.SESSION_CLOSED);
      if (!saying) {
        tellClosed();
      }
    }
  }

  private void shutDown(@Nullable Throwable cause, ResetCode told) {
    if (over) {
      return;
    }
    over = true;
    endedBy = cause;
    for (TunnelStream stream : streams.all()) {
      stream.abort(told, Outcome.SESSION_CLOSED);
    }
    control.release();
    datagrams.release();
    connectivity.stop();
    tellIfDrained();
  }

  private void tellClosed() {
    Throwable cause = endedBy;
    if (cause == null) {
      closed.trySuccess(null);
    } else {
      closed.tryFailure(cause);
    }
  }

  void scheduleFlush() {
    if (!flushScheduled && !over) {
      flushScheduled = true;
      loop.execute(flush);
    }
  }

  long nowNs() {
    return loop.ticker().nanoTime();
  }

  /// Stands in where an acceptor failed to attach anything.
  private enum Discarding implements StreamReceiver {
    INSTANCE;

    @Override
    public void onData(ByteBuf data) {
      data.release();
    }

    @Override
    public void onFinish() {}

    @Override
    public void onReset(ResetCode code) {}

    @Override
    public void onWritable() {}
  }
}
