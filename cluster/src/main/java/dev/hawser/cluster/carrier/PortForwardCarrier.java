package dev.hawser.cluster.carrier;

import dev.hawser.tunnel.link.Carrier;
import dev.hawser.tunnel.link.SocketChannels;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A byte pipe to one port of one pod through the API server's `portforward`, in the first protocol
/// of [ForwardProtocol] that the server knows. One TCP connection and one WebSocket a pipe.
///
/// Credentials, certificates and proxies are what the Kubernetes client's configuration says at the
/// time of each [#connect]. A refused token is renewed once. The returned future fails with an
/// [IOException] that says what the API server answered, before any byte of the pipe is lost; what
/// goes wrong in the pod later is the channel's exception, then its end.
public final class PortForwardCarrier implements Carrier {
  private static final int UNAUTHORIZED = 401;

  private final Config config;
  private final String namespace;
  private final String pod;
  private final int port;
  private final List<ForwardProtocol> offered;

  public PortForwardCarrier(Config config, String namespace, String pod, int port) {
    this(config, namespace, pod, port, ForwardProtocol.offered(System.getenv()));
  }

  PortForwardCarrier(
      Config config, String namespace, String pod, int port, List<ForwardProtocol> offered) {
    this.config = config;
    this.namespace = namespace;
    this.pod = pod;
    this.port = port;
    this.offered = offered;
  }

  @Override
  public Future<Channel> connect(EventLoop loop) {
    Promise<Channel> promise = loop.newPromise();
    onVirtualThread(
        promise,
        () -> {
          ApiServer server = new ApiServer(config);
          dial(loop, server, server.headers(), true, promise);
        });
    return promise;
  }

  private void dial(
      EventLoop loop,
      ApiServer server,
      HttpHeaders headers,
      boolean mayRenew,
      Promise<Channel> promise)
      throws IOException {
    Optional<ProxyHandler> proxy = server.proxy();
    @Nullable SslContext tls = server.isTls() ? server.tls() : null;
    String host = server.url().getHost();
    SocketAddress address =
        proxy.isPresent()
            ? InetSocketAddress.createUnresolved(host, server.port())
            : new InetSocketAddress(InetAddress.getByName(host), server.port());
    Promise<Channel> upgraded = loop.newPromise();
    ChannelInitializer<SocketChannel> pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            proxy.ifPresent(channel.pipeline()::addLast);
            if (tls != null) {
              channel
                  .pipeline()
                  .addLast(
                      tls.newHandler(channel.alloc(), server.certificateName(), server.port()));
            }
            channel
                .pipeline()
                .addLast(
                    new HttpClientCodec(),
                    new UpgradeHandler(
                        server.url().getRawAuthority(),
                        uri(server),
                        headers,
                        port,
                        offered,
                        upgraded));
          }
        };
    ChannelFuture connected =
        SocketChannels.connections(loop, (int) server.connectLimit().toMillis())
            .resolver(NoopAddressResolverGroup.INSTANCE)
            .option(ChannelOption.SO_KEEPALIVE, true)
            .handler(pipeline)
            .connect(address);
    connected.addListener(
        outcome -> {
          if (!outcome.isSuccess()) {
            upgraded.tryFailure(outcome.cause());
          }
        });
    ScheduledFuture<?> limit =
        loop.schedule(
            () -> {
              upgraded.tryFailure(new InterruptedIOException("no answer in time"));
              connected.channel().close();
            },
            2 * server.connectLimit().toMillis(),
            TimeUnit.MILLISECONDS);
    upgraded.addListener(
        (Future<Channel> outcome) -> {
          limit.cancel(false);
          if (outcome.isSuccess()) {
            handOver(outcome.getNow(), promise);
          } else if (mayRenew && isUnauthorized(outcome.cause())) {
            onVirtualThread(promise, () -> renewAndDial(loop, server, outcome.cause(), promise));
          } else {
            promise.tryFailure(failure(outcome.cause()));
          }
        });
  }

  private void renewAndDial(
      EventLoop loop, ApiServer server, Throwable refusal, Promise<Channel> promise)
      throws IOException, InterruptedException {
    Optional<HttpHeaders> renewed = server.renewedHeaders(UNAUTHORIZED);
    if (renewed.isPresent()) {
      dial(loop, server, renewed.get(), false, promise);
    } else {
      promise.tryFailure(failure(refusal));
    }
  }

  private static void handOver(Channel channel, Promise<Channel> promise) {
    if (!promise.trySuccess(channel)) {
      channel.close(); // nobody waits for it any more
    }
  }

  private static boolean isUnauthorized(Throwable cause) {
    return cause instanceof UpgradeRefused refused && refused.status() == UNAUTHORIZED;
  }

  private String uri(ApiServer server) {
    String base = server.url().getRawPath();
    return "%s/api/v1/namespaces/%s/pods/%s/portforward?ports=%d"
        .formatted(
            base.endsWith("/") ? base.substring(0, base.length() - 1) : base, namespace, pod, port);
  }

  private IOException failure(Throwable cause) {
    return new IOException(
        "port-forward to pod %s in namespace %s: %s".formatted(pod, namespace, describe(cause)),
        cause);
  }

  private static String describe(Throwable cause) {
    // the Kubernetes client wraps what it finds wrong with a key or a certificate without a word
    return cause instanceof KubernetesClientException && cause.getCause() != null
        ? describe(cause.getCause())
        : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private void onVirtualThread(Promise<Channel> promise, Step step) {
    Thread.ofVirtual()
        .name("port-forward " + pod)
        .start(
            () -> {
              try {
                step.run();
              } catch (IOException | InterruptedException | RuntimeException e) {
                promise.tryFailure(failure(e));
              }
            });
  }

  @Override
  public String toString() {
    return "port-forward to pod %s in namespace %s, port %d".formatted(pod, namespace, port);
  }
}
