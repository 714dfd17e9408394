package dev.hawser.agent.listen;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.relay.RelayListener;
import dev.hawser.tunnel.session.TunnelSession;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Listens where the replaced container listened; each connection becomes a stream to the endpoint,
/// which knows the port's local counterpart. Without a session connections are reset, though
/// readiness should have kept them away.
public final class ServicePorts {
  private final EventLoop loop;
  private final String address;
  private final Supplier<@Nullable TunnelSession> session;
  private volatile long lastConnectionNs = System.nanoTime();

  /// @param session asked on the loop for every connection
  public ServicePorts(EventLoop loop, String address, Supplier<@Nullable TunnelSession> session) {
    this.loop = loop;
    this.address = address;
    this.session = session;
  }

  /// @return the listening channel, or the failure to bind
  public Future<Channel> listen(int port) {
    return RelayListener.bind(
        loop, new InetSocketAddress(address, port), Destination.tcp("", port), this::sessionFor);
  }

  private @Nullable TunnelSession sessionFor() {
    lastConnectionNs = System.nanoTime();
    return session.get();
  }

  /// For how long no connection has come, to whichever port; any thread.
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastConnectionNs);
  }
}
