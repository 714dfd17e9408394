package dev.hawser.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ErrorCode;
import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.frame.ProtocolException;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.session.Recorder.Peer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Bytes read as a script of what a peer says, frame by frame or raw, over one link or several, and
/// of what happens on the session's own side meanwhile. Any bytes are a script, so that a fuzzer
/// gets far beyond the first header.
///
/// Whatever they say, the session ends cleanly or lives, says why in a [ProtocolException] or
/// [TransportException], holds little memory, and releases all.
final class HostileScript {
  private static final int MOST_STEPS = 1_000;
  private static final long MOST_MEMORY = 16L * 1024 * 1024;
  private static final long[] OFFSETS = {
    0, 1, 8, 20, 28, 65_536, Hello.STREAM_WINDOW, Hello.SESSION_WINDOW, 1L << 40, Long.MAX_VALUE, -1
  };
  private static final int[] PAUSES_MS = {1, 50, 1_000, 3_000, 15_000, 31_000, 310_000};

  private final ScriptedPeer peer;
  private final Role tested;
  private final ByteBuf script;
  private final List<Peer> opened = new ArrayList<>();
  private int lastId;
  private int failuresNoted; // in as many links as there were

  private HostileScript(ScriptedPeer peer, Role tested, byte[] script) {
    this.peer = peer;
    this.tested = tested;
    this.script = Unpooled.wrappedBuffer(script);
    this.lastId = tested.peer().firstStreamId() - 2;
  }

  /// @param greeted whether the peer begins as an honest one does
  static void play(Role tested, boolean greeted, byte[] script) {
    try (ScriptedPeer peer = new ScriptedPeer(tested)) {
      peer.link();
      if (greeted) {
        peer.greet(0);
        peer.listen();
      }
      HostileScript played = new HostileScript(peer, tested, script);
      for (int i = 0; i < MOST_STEPS && played.script.isReadable(); i++) {
        played.step();
        played.check();
      }
      played.end();
    }
  }

  private void step() {
    switch (next() % 29) {
      case 0, 1 -> open();
      case 2 -> data(false);
      case 3 -> data(true);
      case 4 -> peer.say(out -> FrameWriter.reset(out, id(), any(ResetCode.values()), offset()));
      case 5 -> peer.say(out -> FrameWriter.credit(out, next() % 8 == 0 ? 0 : id(), offset()));
      case 6 -> peer.say(out -> FrameWriter.ping(out, next()));
      case 7 -> peer.say(out -> FrameWriter.pong(out, offset()));
      case 8 -> hello();
      case 9 -> peer.say(out -> FrameWriter.goaway(out, any(ErrorCode.values()), "so"));
      case 10 -> peer.say(out -> FrameWriter.ack(out, offset()));
      case 11 -> peer.say(out -> FrameWriter.stopSending(out, id(), ResetCode.CANCELLED));
      case 12 -> peer.say(out -> FrameWriter.drain(out, id()));
      case 13 -> datagram();
      case 14 -> peer.say(out -> FrameWriter.openOk(out, id()));
      case 15 -> raw();
      case 16 -> peer.listen();
      case 17 -> peer.advance(Duration.ofMillis(PAUSES_MS[next() % PAUSES_MS.length]));
      case 18 -> peer.current().channel().close();
      case 19 -> link();
      case 20 -> peer.greet(Math.max(0, offset()));
      case 21 -> peer.say(peer.links().get(next() % peer.links().size()), rawBytes());
      default -> here();
    }
  }

  /// Something on the session's own side.
  private void here() {
    if (!peer.hasSession()) {
      return;
    }
    Peer own = some();
    switch (next() % 8) {
      case 0 -> opened.add(peer.streams.open(peer.session(), Destination.tcp("", next())));
      case 1 -> peer.streams.consuming ^= true;
      case 2 -> peer.session().drain();
      case 3 -> write(own);
      case 4 -> own.stream.finish();
      case 5 -> own.stream.reset(ResetCode.CANCELLED);
      case 6 -> own.stream.stopReceiving(ResetCode.CANCELLED);
      default -> own.consumeAll();
    }
  }

  private Peer some() {
    List<Peer> all = new ArrayList<>(peer.streams.accepted);
    all.addAll(opened);
    if (all.isEmpty()) {
      opened.add(peer.streams.open(peer.session(), Destination.tcp("", 1)));
      return opened.getFirst();
    }
    return all.get(next() % all.size());
  }

  private void write(Peer own) {
    if (own.stream.isWritable()) {
      int length = next() * 100;
      own.stream.write(peer.buffer(8 + length).writeZero(8 + length).skipBytes(8));
    }
  }

  // ---- what the peer says

  private void open() {
    int step = next() % 16;
    lastId += step < 14 ? 2 : step - 15;
    peer.say(out -> FrameWriter.open(out, Math.max(1, lastId), Destination.tcp("stock", 80)));
  }

  private void data(boolean last) {
    int length = next() * next();
    peer.say(
        out -> {
          FrameWriter.dataHeader(out, id(), length, last);
          out.writeZero(next() % 8 == 0 ? length / 2 : length);
        });
  }

  private void datagram() {
    int length = next();
    peer.say(
        out -> {
          FrameWriter.datagramHeader(out, id(), length);
          out.writeZero(length);
        });
  }

  private void hello() {
    UUID id = next() % 3 == 0 ? new UUID(next(), 7) : peer.id;
    Role role = next() % 16 == 0 ? tested : tested.peer();
    Hello hello =
        new Hello(
            next() % 16 == 0 ? next() : Hello.VERSION,
            next() % 16 == 0 ? next() : Hello.MAX_DATA_LENGTH,
            next() * 1024,
            next() % 4 == 0 ? offset() : Hello.SESSION_WINDOW,
            role,
            next() % 4 == 0 ? next() : 0,
            id,
            next() % 2 == 0 ? peer.epoch() : next(),
            offset());
    peer.say(out -> FrameWriter.hello(out, hello));
  }

  private void raw() {
    peer.say(peer.current(), rawBytes());
  }

  private ByteBuf rawBytes() {
    int length = Math.min(next(), script.readableBytes());
    return Unpooled.copiedBuffer(script.readSlice(length));
  }

  private void link() {
    if (!peer.current().established().isDone()) {
      peer.current().channel().close(); // an endpoint tries one at a time
    }
    noteFailed();
    peer.link();
  }

  private int id() {
    int id = next();
    return id < 128 ? Math.max(1, lastId - id % 4 * 2) : id - 127;
  }

  private long offset() {
    int choice = next();
    return choice < 128 ? choice : OFFSETS[choice % OFFSETS.length];
  }

  private <E> E any(E[] of) {
    return of[next() % of.length];
  }

  private int next() {
    return script.isReadable() ? script.readUnsignedByte() : 0;
  }

  // ---- what must hold

  private void check() {
    noteFailed();
    assertThat(peer.memory()).as("bytes held").isLessThan(MOST_MEMORY);
  }

  private void noteFailed() {
    ScriptedPeer.Link link = peer.current();
    Throwable cause = link.established().cause();
    if (cause != null && failuresNoted < peer.links().size()) {
      failuresNoted = peer.links().size();
      assertInWords(cause);
      if (tested == Role.ENDPOINT) {
        peer.session().onLinkFailed();
      }
    }
  }

  private void end() {
    if (peer.hasSession()) {
      peer.session().close();
      peer.advance(Duration.ofSeconds(2));
      assertThat(peer.session().closed().isDone()).as("the session ends").isTrue();
      Throwable cause = peer.session().closed().cause();
      if (cause != null) {
        assertInWords(cause);
      }
    }
  }

  private static void assertInWords(Throwable cause) {
    assertThat(cause).isInstanceOfAny(ProtocolException.class, TransportException.class);
  }
}
