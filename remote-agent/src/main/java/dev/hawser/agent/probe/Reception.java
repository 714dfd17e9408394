package dev.hawser.agent.probe;

import dev.hawser.tunnel.frame.ResetCode;
import dev.hawser.tunnel.session.StreamReceiver;
import dev.hawser.tunnel.session.TunnelStream;
import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;

/// Whether the local process takes calls: the endpoint says so by a stream in each of its sessions,
/// which it keeps open for as long as that holds. Confined to the event loop.
public final class Reception {
  private final Set<TunnelStream> notices = new HashSet<>();

  /// Takes over such a stream.
  public void take(TunnelStream stream) {
    notices.add(stream);
    stream.attach(new Notice(stream));
    stream.confirm();
  }

  /// Whether one of them is open.
  public boolean isOpen() {
    return !notices.isEmpty();
  }

  /// This end takes no more calls, whatever the endpoint says.
  public void end() {
    notices.forEach(TunnelStream::finish);
    notices.clear();
  }

  private final class Notice implements StreamReceiver {
    private final TunnelStream stream;

    Notice(TunnelStream stream) {
      this.stream = stream;
    }

    @Override
    public void onData(ByteBuf data) {
      data.release(); // there is nothing to say
    }

    @Override
    public void onFinish() {
      notices.remove(stream);
      stream.finish();
    }

    @Override
    public void onReset(ResetCode code) {
      notices.remove(stream);
    }

    @Override
    public void onWritable() {
      // nothing is written
    }
  }
}
