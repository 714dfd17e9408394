package dev.hawser.tunnel.link;

import dev.hawser.tunnel.frame.FrameWriter;
import dev.hawser.tunnel.frame.Hello;
import dev.hawser.tunnel.session.FrameTransport;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The endpoint's side: says which session the link is for, and waits for the answer.
final class DialledHandshake implements Handshake {
  private final TunnelSession session;
  private @Nullable Hello ours;

  DialledHandshake(TunnelSession session) {
    this.session = session;
  }

  @Override
  public void begin(FrameTransport link) {
    Hello hello = session.nextHello();
    ours = hello;
    ByteBuf out = link.allocator().directBuffer();
    FrameWriter.hello(out, hello);
    link.write(out);
    link.flush();
  }

  @Override
  public TunnelSession onHello(FrameTransport link, Hello peer) {
    Hello hello = ours;
    if (hello == null) {
      throw new IllegalStateException("not begun");
    }
    session.link(link, hello, peer);
    return session;
  }
}
