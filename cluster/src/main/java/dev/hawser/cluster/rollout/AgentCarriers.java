package dev.hawser.cluster.rollout;

import dev.hawser.cluster.carrier.DirectFirstCarrier;
import dev.hawser.cluster.carrier.PortForwardCarrier;
import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.tunnel.link.Carrier;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/// How the agents of one session are reached.
///
/// @param tunnelPort where each of them waits for links
/// @param direct straight, where that goes
public record AgentCarriers(
    Config config, String namespace, int tunnelPort, Optional<DirectWay> direct) {

  /// @param notes told which way the link goes, if it may go several
  Carrier to(Pod pod, Consumer<String> notes) {
    String name = pod.getMetadata().getName();
    Carrier forward = new PortForwardCarrier(config, namespace, name, tunnelPort);
    return direct
        .flatMap(way -> way.through().or(() -> own(pod)))
        .<Carrier>map(address -> new DirectFirstCarrier(address, forward, name, notes))
        .orElse(forward);
  }

  private Optional<InetSocketAddress> own(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getPodIP())
        .map(address -> InetSocketAddress.createUnresolved(address, tunnelPort));
  }
}
