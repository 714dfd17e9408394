package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.metrics.TunnelObserver;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Two sessions, the pipes between them, and what may happen to both, at random. Whatever happened,
/// [#healAndCheck] then makes the line whole and compares each stream with its model.
final class ModelRun implements AutoCloseable {
  private static final int LONGEST_PIECE = 20_000;
  private static final Duration LONGEST_DOWN = SessionPair.GRACE.minusSeconds(30);

  private final Random random;
  private final int mostStreams;
  private final boolean mayDrain;
  private final List<ModelStream> streams = new ArrayList<>();
  private final List<Pipe> pipes = new ArrayList<>();
  private final SessionPair pair;
  private Future<TunnelSession> tried;
  private Duration down = Duration.ZERO;
  private boolean drained;
  private long mostMemory;

  ModelRun(long seed, int mostStreams) {
    this.random = new Random(seed);
    this.mostStreams = mostStreams;
    this.mayDrain = random.nextInt(5) == 0;
    this.pair =
        new SessionPair(agentStreams -> stream -> accept(stream, true), TunnelObserver.NONE);
    pair.endpointStreams.instead = stream -> accept(stream, false);
    tried = pair.endpointEstablished;
    pipes.add(new Pipe(pair.endpointChannel, pair.agentChannel));
    carryAll();
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Up.class);
  }

  SessionPair pair() {
    return pair;
  }

  /// The greatest [SessionPair#memory] seen after a step.
  long mostMemory() {
    return mostMemory;
  }

  // ---- steps

  void step() {
    switch (random.nextInt(mayDrain ? 41 : 40)) {
      case 0, 1, 2 -> open();
      case 3, 4, 5, 6, 7, 8, 9 -> write();
      case 10, 11 -> someEnd().finish();
      case 12 -> someEnd().reset();
      case 13 -> someEnd().stopReceiving();
      case 14, 15 -> consumeMoreOrLess();
      case 16, 17 -> confirm();
      case 18 -> somePipe().cut();
      case 19, 20, 21 -> link();
      case 22 -> giveUpTrying();
      case 23 -> somePipe().toAgent.carryEnd();
      case 24 -> somePipe().toEndpoint.carryEnd();
      case 25, 26 -> advance(Duration.ofMillis(random.nextInt(200)));
      case 27 -> advance(Duration.ofMillis(random.nextInt(20_000)));
      case 40 -> drain();
      default -> carrySome();
    }
    pair.runTasks();
    noteFailedTry();
    checkAlive(pair.endpoint());
    checkAlive(pair.agent());
    mostMemory = Math.max(mostMemory, pair.memory());
  }

  ModelStream open() {
    boolean byEndpoint = random.nextBoolean();
    ModelStream stream = new ModelStream(streams.size());
    if (streams.stream().filter(live -> live.opener.isLive()).count() < mostStreams) {
      streams.add(stream);
      TunnelSession session = byEndpoint ? pair.endpoint() : pair.agent();
      stream.opener.stream = session.open(Destination.tcp("", stream.number), stream.opener);
    }
    return stream;
  }

  private void accept(TunnelStream accepted, boolean atAgent) {
    ModelStream stream = streams.get(accepted.destination().port());
    stream.acceptor.stream = accepted;
    accepted.attach(stream.acceptor);
    assertThat(accepted.session()).isEqualTo(atAgent ? pair.agent() : pair.endpoint());
    if (random.nextBoolean()) {
      accepted.confirm();
    }
  }

  private void write() {
    ModelStream.End end = someEnd();
    int most =
        switch (random.nextInt(4)) {
          case 0 -> 20;
          case 1 -> 2_000;
          case 2 -> 40_000;
          default -> 100_000;
        };
    if (end.isLive() && (end.stream().isWritable() || random.nextInt(5) == 0)) {
      write(end, random.nextInt(most));
    }
  }

  void write(ModelStream.End end, int length) {
    byte[] bytes = end.next(length);
    ByteBuf buffer = random.nextBoolean() ? pair.buffer(bytes) : pair.bufferWithRoom(bytes);
    end.write(buffer);
  }

  private void consumeMoreOrLess() {
    ModelStream.End end = someEnd();
    if (end.stream != null) {
      end.consuming = random.nextBoolean();
      end.consume(random.nextInt(200_000));
    }
  }

  private void confirm() {
    ModelStream.End end = someEnd();
    if (end.stream != null && end == streams.get(end.stream().destination().port()).acceptor) {
      end.stream().confirm();
    }
  }

  private void drain() {
    drained = true;
    (random.nextBoolean() ? pair.endpoint() : pair.agent()).drain();
  }

  /// An end that has a use for its stream, or one without any effect.
  private ModelStream.End someEnd() {
    for (int i = 0; i < 10 && !streams.isEmpty(); i++) {
      ModelStream.End end = streams.get(random.nextInt(streams.size())).end(random.nextBoolean());
      if (end.isLive()) {
        return end;
      }
    }
    return idle();
  }

  private ModelStream.End idle() {
    ModelStream stream = open();
    if (stream.opener.stream == null) {
      return streams.stream()
          .map(live -> live.opener)
          .filter(ModelStream.End::isLive)
          .findAny()
          .orElseThrow();
    }
    return stream.opener;
  }

  // ---- the line

  private Pipe somePipe() {
    forgetClosedPipes();
    return pipes.isEmpty() ? newPipe() : pipes.get(random.nextInt(pipes.size()));
  }

  /// Another link, unless one is being tried: one at a time, as the endpoint does.
  private void link() {
    noteFailedTry();
    if (tried.isDone()) {
      newPipe();
    }
  }

  private Pipe newPipe() {
    pair.link();
    tried = pair.endpointEstablished;
    Pipe pipe = new Pipe(pair.endpointChannel, pair.agentChannel);
    pipes.add(pipe);
    return pipe;
  }

  /// The endpoint closes the link that it is trying; the agent may have taken it already.
  private void giveUpTrying() {
    if (!tried.isDone()) {
      pair.endpointChannel.close();
    }
  }

  private void noteFailedTry() {
    if (tried.isDone() && !tried.isSuccess()) {
      pair.endpoint().onLinkFailed();
    }
  }

  private void carrySome() {
    Pipe pipe = somePipe();
    Pipe.Way way = random.nextBoolean() ? pipe.toAgent : pipe.toEndpoint;
    way.carry(random.nextInt(1 << random.nextInt(19)), 1 + random.nextInt(LONGEST_PIECE));
  }

  /// Everything both ways, over every pipe, until nothing moves.
  void carryAll() {
    boolean moved = true;
    while (moved) {
      pair.runTasks();
      moved = false;
      for (Pipe pipe : List.copyOf(pipes)) {
        moved |= pipe.toAgent.carry(Long.MAX_VALUE, Integer.MAX_VALUE) > 0;
        moved |= pipe.toEndpoint.carry(Long.MAX_VALUE, Integer.MAX_VALUE) > 0;
        moved |= pipe.toAgent.carryEnd();
        moved |= pipe.toEndpoint.carryEnd();
      }
    }
    forgetClosedPipes();
  }

  private void forgetClosedPipes() {
    for (Pipe pipe : List.copyOf(pipes)) {
      if (!pipe.isOpen()) {
        pipe.cut();
        pipes.remove(pipe);
      }
    }
  }

  private void checkAlive(TunnelSession session) {
    if (session.isOver()) {
      pair.advance(Duration.ofSeconds(2)); // for its link to close
      throw new AssertionError("session is over", session.closed().cause());
    }
  }

  void advance(Duration time) {
    boolean up =
        pair.endpoint().line() instanceof LineState.Up
            && pair.agent().line() instanceof LineState.Up;
    down = up ? Duration.ZERO : down.plus(time);
    if (down.compareTo(LONGEST_DOWN) > 0) {
      heal();
    }
    pair.advance(time);
  }

  /// A link that holds, with the one before or without.
  void heal() {
    giveUpTrying();
    pair.runTasks();
    noteFailedTry();
    if (random.nextBoolean()) {
      pipes.forEach(Pipe::cut);
      pair.runTasks();
    }
    newPipe();
    carryAll();
    down = Duration.ZERO;
    checkAlive(pair.endpoint());
    checkAlive(pair.agent());
    assertThat(tried.isSuccess()).as("the next link is taken").isTrue();
    assertThat(pair.endpoint().line()).isInstanceOf(LineState.Up.class);
    assertThat(pair.agent().line()).isInstanceOf(LineState.Up.class);
  }

  /// Cuts every pipe after so many bytes each way.
  void cutAfter(long toAgent, long toEndpoint) {
    for (Pipe pipe : pipes) {
      pipe.toAgent.carry(toAgent, LONGEST_PIECE);
      pipe.toEndpoint.carry(toEndpoint, LONGEST_PIECE);
      pipe.cut();
    }
    pair.runTasks();
    mostMemory = Math.max(mostMemory, pair.memory());
  }

  // ---- the end

  void healAndCheck() {
    heal();
    for (ModelStream stream : streams) {
      readToTheEnd(stream.opener);
    }
    carryAll();
    for (ModelStream stream : streams) {
      readToTheEnd(stream.acceptor); // all that ever are, were accepted
    }
    for (int i = 0; i < 4; i++) { // what is acknowledged, and acknowledgements themselves
      carryAll();
      pair.advance(Duration.ofMillis(TunnelSession.ACK_WITHIN_MS));
    }
    carryAll();
    checkAlive(pair.endpoint());
    checkAlive(pair.agent());
    streams.forEach(stream -> stream.checkAtTheEnd(drained));
    assertThat(pair.memory()).as("bytes held when all is acknowledged").isZero();
  }

  private static void readToTheEnd(ModelStream.End end) {
    if (end.stream != null) {
      end.consuming = true;
      end.consume(Integer.MAX_VALUE);
      end.finish();
    }
  }

  @Override
  public void close() {
    pipes.forEach(Pipe::cut);
    pair.close();
  }
}
