package dev.hawser.endpoint.inbound;

import dev.hawser.tunnel.bootstrap.AgentService;
import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelSession;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;

/// Tells an agent that calls are taken here, by a stream that stays open for as long as the session
/// does, or until the agent takes none. On the event loop.
public final class ReceptionNotice implements StreamReceiver {
  private final TunnelStream stream;

  private ReceptionNotice(TunnelSession session) {
    stream = session.open(Destination.service(AgentService.RECEPTION.destination()), this);
  }

  public static void give(TunnelSession session) {
    new ReceptionNotice(session);
  }

  @Override
  public void onData(ByteBuf data) {
    data.release(); // the agent has nothing to say
  }

  @Override
  public void onFinish() {
    stream.finish();
  }

  @Override
  public void onReset(ResetCode code) {
    // with the session
  }

  @Override
  public void onWritable() {
    // nothing is written
  }
}
