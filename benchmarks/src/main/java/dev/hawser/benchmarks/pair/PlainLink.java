package dev.hawser.benchmarks.pair;

import dev.hawser.tunnel.frame.Role;
import dev.hawser.tunnel.link.LinkSettings;
import dev.hawser.tunnel.link.SocketChannels;
import dev.hawser.tunnel.metrics.TunnelMetrics;
import dev.hawser.tunnel.session.StreamAcceptor;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;

/// What the two ends without TLS share with the product: its event loop, its counting.
final class PlainLink {
  private PlainLink() {}

  static EventLoop newLoop() {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setPreferNativeTransport(SocketChannels.PREFER_NATIVE));
    return ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
  }

  static LinkSettings settings(Role role, StreamAcceptor acceptor) {
    TunnelMetrics metrics =
        new TunnelMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    return new LinkSettings(role, Optional.empty(), acceptor, metrics, LinkSettings.DEFAULT_GRACE);
  }
}
