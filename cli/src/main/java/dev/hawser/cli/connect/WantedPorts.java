package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.endpoint.InboundPort;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.process.LocalPorts;
import dev.hawser.endpoint.process.PortHolder;
import dev.hawser.endpoint.process.PortRelease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The local ports that the command which is going to be started must find free.
final class WantedPorts {
  private static final Duration POLITE = Duration.ofSeconds(10);
  private static final Duration FIRM = Duration.ofSeconds(5);

  private final List<InboundPort> ports;

  WantedPorts(List<InboundPort> ports) {
    this.ports = List.copyOf(ports);
  }

  /// Says what [#free] would do, and does nothing.
  ///
  /// @throws FailureException if one is taken and would stay so without a word of the user
  void check(ConnectRequest request, Console console) {
    for (InboundPort port : ports) {
      LocalPorts.holder(port.localPort())
          .ifPresent(
              holder -> {
                if (!request.freePorts() || PortRelease.refusal(holder).isPresent()) {
                  throw taken(port, holder);
                }
                console.tell(
                    new Event.Note(
                        "local port %d: %s would be ended".formatted(port.localPort(), holder)));
              });
    }
  }

  /// Ends the processes that hold them, with the user's consent: `--free-ports`, or a yes where
  /// somebody can be asked.
  ///
  /// @throws FailureException if one is taken and stays so
  void free(ConnectRequest request, Console console) throws InterruptedException {
    for (InboundPort port : ports) {
      Optional<PortHolder> holder = LocalPorts.holder(port.localPort());
      if (holder.isPresent()) {
        if (!request.freePorts() && !isConfirmed(request, port, holder.get())) {
          throw taken(port, holder.get());
        }
        free(port, holder.get(), console);
      }
    }
  }

  private static void free(InboundPort port, PortHolder holder, Console console)
      throws InterruptedException {
    console.tell(new Event.Note("local port %d: ending %s".formatted(port.localPort(), holder)));
    Optional<PortHolder> left = new PortRelease(port.localPort(), POLITE, FIRM).run();
    if (left.isPresent()) {
      throw taken(port, left.get());
    }
    console.tell(new Event.Note("local port %d is free".formatted(port.localPort())));
  }

  private static boolean isConfirmed(ConnectRequest request, InboundPort port, PortHolder holder) {
    return !request.consented()
        && Terminal.isInteractive()
        && PortRelease.refusal(holder).isEmpty()
        && Terminal.confirm(
            "Local port %d is taken by %s. End it?".formatted(port.localPort(), holder));
  }

  private static FailureException taken(InboundPort port, PortHolder holder) {
    String another = "choose another port with --port LOCAL:%d".formatted(port.containerPort());
    return new Failure(
            FailureKind.LOCAL_PRIVILEGE_OR_PORT,
            "local port %d is taken by %s".formatted(port.localPort(), holder),
            PortRelease.refusal(holder)
                .map(why -> "Hawser does not end it, for %s; %s".formatted(why, another))
                .orElse("end that process, or have Hawser do it with --free-ports; or " + another))
        .asException();
  }
}
