package dev.hawser.cli.connect;

import dev.hawser.cluster.plan.DirectWay;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.names.NameWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the user asked for.
///
/// @param freePorts whether processes that hold wanted local ports are ended unasked
/// @param volumes paths in the container that are wanted whatever their size
/// @param grace how long connections wait for the line when it breaks
/// @param orphanAfter for how long others wait for a heartbeat before they undo the session
/// @param takeOver whether a session that has the workload is ended
/// @param reaper whether a watchman in the cluster is wanted
/// @param links to each agent
/// @param direct whether agents are dialled straight
/// @param names how names of services are to reach the process
/// @param servicesOf namespaces besides the target's whose Services are wanted here, or `*` for all
/// @param waitForPort how long calls wait for the command to listen; zero for not at all
/// @param command empty if the user starts the process otherwise
/// @param consented whether the plan need not be confirmed
public record ConnectRequest(
    TargetName target,
    Optional<String> container,
    List<PortMapping> ports,
    boolean freePorts,
    String agentImage,
    EnvironmentRequest environment,
    List<String> volumes,
    OptionalInt metricsPort,
    Duration grace,
    Duration orphanAfter,
    boolean takeOver,
    boolean reaper,
    int links,
    Optional<DirectWay> direct,
    NameWish names,
    List<String> servicesOf,
    boolean consented,
    Duration waitForPort,
    List<String> command,
    ChildSettings child) {

  public ConnectRequest {
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    servicesOf = List.copyOf(servicesOf);
    command = List.copyOf(command);
  }
}
