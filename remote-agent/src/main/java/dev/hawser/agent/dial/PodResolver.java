package dev.hawser.agent.dial;

import dev.hawser.tunnel.frame.Destination;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Resolves a name as the pod's own processes do: by the C library, with the pod's `resolv.conf`
/// and hosts file, so that search domains work. That blocks, so it is done on a virtual thread; a
/// literal address needs no hop.
public final class PodResolver implements Function<Destination, Future<List<InetSocketAddress>>> {
  /// Enough for a name with both families and a few replicas; each may cost a connect's time limit.
  private static final int MAX_ADDRESSES = 4;

  private final EventLoop loop;

  /// @param loop where the answers are told
  public PodResolver(EventLoop loop) {
    this.loop = loop;
  }

  /// The addresses to try, in the C library's order. Fails with [UnknownHostException] where the
  /// pod does not know the name.
  @Override
  public Future<List<InetSocketAddress>> apply(Destination destination) {
    InetAddress literal;
    try {
      literal = InetAddress.ofLiteral(destination.host());
    } catch (IllegalArgumentException isAName) {
      return lookUp(destination);
    }
    return loop.newSucceededFuture(List.of(new InetSocketAddress(literal, destination.port())));
  }

  private Future<List<InetSocketAddress>> lookUp(Destination destination) {
    Promise<List<InetSocketAddress>> answer = loop.newPromise();
    if (destination.host().isEmpty()) { // Java reads it as loopback
      return answer.setFailure(new UnknownHostException("a destination without a name"));
    }
    Thread.ofVirtual()
        .name("resolve")
        .start(
            () -> {
              try {
                answer.setSuccess(
                    Stream.of(InetAddress.getAllByName(destination.host()))
                        .limit(MAX_ADDRESSES)
                        .map(address -> new InetSocketAddress(address, destination.port()))
                        .toList());
              } catch (UnknownHostException | RuntimeException e) {
                answer.setFailure(e);
              }
            });
    return answer;
  }
}
