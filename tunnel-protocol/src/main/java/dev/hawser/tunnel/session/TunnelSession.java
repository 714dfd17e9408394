package dev.hawser.tunnel.session;

import dev.hawser.tunnel.flow.FairQueue;
import dev.hawser.tunnel.flow.ReceiveWindow;
import dev.hawser.tunnel.flow.RoundTrip;
import dev.hawser.tunnel.flow.SendWindow;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameSink;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.metrics.TunnelObserver;
import dev.hawser.tunnel.metrics.TunnelObserver.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The streams between an endpoint and an agent, multiplexed over one link.
///
/// Confined to its event loop, but for [#close].
///
/// ```
///  AWAITING_HELLO ──peer's HELLO──► ESTABLISHED ──close, GOAWAY, fault, link lost──► CLOSED
///        └────────────────────────fault, link lost────────────────────────────────────┘
/// ```
public final class TunnelSession {
  private static final long MAX_STREAM_WINDOW = 16L * 1024 * 1024;
  private static final int PINGS_REMEMBERED = 12;

  private enum State {
    AWAITING_HELLO,
    ESTABLISHED,
    CLOSED
  }

  private final EventLoop loop;
  private final FrameTransport transport;
  private final Role role;
  private final Hello ours;
  private final StreamAcceptor acceptor;
  private final TunnelObserver observer;
  private final Promise<TunnelSession> established;
  private final Promise<Void> closed;
  private final Runnable flush = this::flush;

  private final Streams streams;
  private final IncomingFrames incoming;
  private final FairQueue ready = new FairQueue();
  private final RoundTrip roundTrip = new RoundTrip(PINGS_REMEMBERED);
  private final ReceiveWindow receiveWindow;
  private final ControlFrames control;
  private final Liveness liveness;
  private Set<TunnelStream> blocked = new LinkedHashSet<>();
  private SendWindow sendWindow = new SendWindow(0);
  private int peerStreamWindow;
  private State state = State.AWAITING_HELLO;
  private boolean flushScheduled;
  private @Nullable Throwable endedBy;

  /// Sends our HELLO.
  ///
  /// @param established is completed on the peer's HELLO, or fails with the reason
  public TunnelSession(
      EventLoop loop,
      FrameTransport transport,
      Role role,
      StreamAcceptor acceptor,
      TunnelObserver observer,
      Promise<TunnelSession> established) {
    this.loop = loop;
    this.transport = transport;
    this.role = role;
    this.ours = Hello.ours(role);
    this.acceptor = acceptor;
    this.observer = observer;
    this.established = established;
    this.closed = loop.newPromise();
    this.streams = new Streams(role);
    this.incoming = new IncomingFrames(this, role, streams);
    this.receiveWindow = new ReceiveWindow(ours.sessionWindow(), ours.sessionWindow(), nowNs());
    this.control = new ControlFrames(transport.allocator());
    this.liveness = new Liveness(loop, this::sendPing, this::onTransportLost);
    FrameWriter.hello(control.append(), ours);
    scheduleFlush();
  }

  public EventLoop eventLoop() {
    return loop;
  }

  public boolean isOver() {
    return state == State.CLOSED;
  }

  public boolean isEstablished() {
    return state == State.ESTABLISHED;
  }

  /// Completed when the link is closed: with success when either side ended the session on purpose,
  /// with a [TransportException] when the link broke, a [ProtocolException] when a side misbehaved.
  public Future<Void> closed() {
    return closed;
  }

  /// Opens a stream; data may be written at once. On a closed session the receiver is told of the
  /// reset before this returns.
  public TunnelStream open(Destination destination, StreamReceiver receiver) {
    assert loop.inEventLoop();
    int id = streams.newId();
    TunnelStream stream = register(id, destination);
    stream.attach(receiver);
    if (state == State.ESTABLISHED && id > 0) {
      FrameWriter.open(control.append(), id, destination);
      scheduleFlush();
    } else {
      stream.abort(ResetCode.SESSION_CLOSED, Outcome.SESSION_CLOSED);
    }
    return stream;
  }

  /// Ends the session on purpose, from any thread: live streams are reset.
  public void close() {
    if (loop.inEventLoop()) {
      end(ErrorCode.NONE, "", null);
    } else {
      loop.execute(this::close);
    }
  }

  /// The link below broke or could not be completed.
  public void onTransportLost(TransportException cause) {
    shutDown(cause);
    transport.close();
  }

  /// The link below is closed.
  public void onTransportClosed() {
    shutDown(new TransportException("the connection was closed by the other end"));
    Throwable cause = endedBy;
    if (cause == null) {
      closed.trySuccess(null);
    } else {
      closed.tryFailure(cause);
    }
  }

  /// A fault of the peer, or of ours, ends the session; the peer is told.
  public void onFault(Throwable fault) {
    ErrorCode code = fault instanceof ProtocolException broken ? broken.code() : ErrorCode.INTERNAL;
    end(code, String.valueOf(fault.getMessage()), fault);
  }

  /// Bytes arrived, whatever they mean.
  public void onHeard() {
    liveness.onHeard();
  }

  /// Takes the peer's frames, as they are read.
  public FrameSink incoming() {
    return incoming;
  }

  /// What the link had to give for now has been read.
  public void onBurstEnd() {
    incoming.endBurst();
  }

  /// Writes what is queued, as far as the link takes it: control frames first.
  public void flush() {
    flushScheduled = false;
    while (transport.isWritable()) {
      ByteBuf frames = control.take();
      if (frames != null) {
        transport.write(frames);
      } else if (!ready.isEmpty()) {
        ready.serveNext();
      } else {
        break;
      }
    }
    transport.flush();
  }

  // ---- what the peer's frames ask for

  void establish(Hello hello) {
    if (state != State.AWAITING_HELLO) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "HELLO twice");
    }
    hello.checkFrom(role.peer());
    sendWindow = new SendWindow(hello.sessionWindow());
    peerStreamWindow = hello.streamWindow();
    state = State.ESTABLISHED;
    observer.onLinkUp();
    liveness.start();
    established.setSuccess(this);
  }

  void requireHello() {
    if (state == State.AWAITING_HELLO) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "a frame before HELLO");
    }
  }

  void accept(int streamId, Destination destination) {
    TunnelStream stream = register(streamId, destination);
    try {
      acceptor.onOpen(stream);
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

  void sendPong(long payload) {
    FrameWriter.pong(control.append(), payload);
    scheduleFlush();
  }

  void onPong(long payload) {
    long ns = nowNs() - payload;
    if (ns < 0 || ns > TimeUnit.MILLISECONDS.toNanos(Liveness.SILENCE_LIMIT_MS)) {
      throw new ProtocolException(ErrorCode.PROTOCOL, "PONG without PING");
    }
    roundTrip.add(ns);
    observer.onRoundTrip(ns);
  }

  void onGoaway(ErrorCode code, String reason) {
    boolean onPurpose = code == ErrorCode.NONE && state == State.ESTABLISHED;
    shutDown(onPurpose ? null : new ProtocolException(code, "the other end gave up: " + reason));
    transport.close();
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

  long sendRoom() {
    return sendWindow.available();
  }

  void sendData(TunnelStream stream, ByteBuf payload, boolean last) {
    int length = payload.readableBytes();
    sendWindow.onSent(length);
    observer.onBytes(role, stream.destination().protocol(), length);
    ByteBuf header = transport.allocator().directBuffer(8);
    FrameWriter.dataHeader(header, stream.id(), length, last);
    transport.write(header);
    transport.write(payload);
    if (last) {
      stream.onFinishSent();
    }
  }

  void sendFinish(int streamId) {
    ByteBuf header = transport.allocator().directBuffer(8);
    FrameWriter.dataHeader(header, streamId, 0, true);
    transport.write(header);
  }

  void sendOpenOk(int streamId) {
    FrameWriter.openOk(control.append(), streamId);
    scheduleFlush();
  }

  void sendReset(int streamId, ResetCode code, long finalOffset) {
    FrameWriter.reset(control.append(), streamId, code, finalOffset);
    scheduleFlush();
  }

  void sendCredit(int streamId, ReceiveWindow window) {
    FrameWriter.credit(control.append(), streamId, window.credit(nowNs(), roundTrip.minNs()));
    scheduleFlush();
  }

  void consumed(long bytes) {
    if (receiveWindow.onConsumed(bytes) && state == State.ESTABLISHED) {
      sendCredit(0, receiveWindow);
    }
  }

  void onStreamClosed(TunnelStream stream, Outcome outcome) {
    streams.remove(stream);
    observer.onStreamClosed(openerOf(stream.id()), stream.destination().protocol(), outcome);
  }

  Role openerOf(int streamId) {
    return streams.openerOf(streamId);
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
            new ReceiveWindow(ours.streamWindow(), MAX_STREAM_WINDOW, now),
            now);
    streams.add(stream);
    observer.onStreamOpened(openerOf(id), destination.protocol());
    return stream;
  }

  private void sendPing() {
    FrameWriter.ping(control.append(), nowNs());
    scheduleFlush();
  }

  private void end(ErrorCode code, String reason, @Nullable Throwable cause) {
    if (state != State.CLOSED) {
      FrameWriter.goaway(control.append(), code, reason);
      shutDown(cause);
      transport.closeAfterPeer();
    }
  }

  private void shutDown(@Nullable Throwable cause) {
    State before = state;
    if (before == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    liveness.stop();
    for (TunnelStream stream : streams.all()) {
      stream.abort(ResetCode.SESSION_CLOSED, Outcome.SESSION_CLOSED);
    }
    ByteBuf lastWords = control.take();
    if (lastWords != null) {
      transport.write(lastWords);
      transport.flush();
    }
    endedBy = cause;
    if (before == State.ESTABLISHED) {
      observer.onLinkDown();
    } else {
      established.tryFailure(cause != null ? cause : new TransportException("closed before HELLO"));
    }
  }

  private void scheduleFlush() {
    if (!flushScheduled) {
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
