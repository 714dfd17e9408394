package dev.hawser.cli.connect;

import dev.hawser.cli.Installation;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.Wrapping;
import dev.hawser.endpoint.redirect.Redirect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Services whose ports are others on this machine, and how a command comes to them all the same.
/// Not for several threads at once; blocks.
final class PortsElsewhere implements AutoCloseable {
  private final Path directory;
  private final Function<PublishedService, String> names;
  private final Console console;
  private Optional<Redirect> redirect = Optional.empty();
  private boolean tried;

  /// @param directory private to the session
  /// @param names of services, as the console tells them
  PortsElsewhere(Path directory, Function<PublishedService, String> names, Console console) {
    this.directory = directory;
    this.names = names;
    this.console = console;
  }

  /// Tells which services there are by now.
  void show(List<PublishedService> services) {
    redirect.ifPresent(open -> open.show(table(services)));
  }

  /// For a command that is to be started; empty where every port is its own, or nothing can be
  /// done about it.
  Optional<Wrapping> wrapping(List<PublishedService> services) {
    List<String> elsewhere =
        services.stream()
            .flatMap(
                service -> others(service).map(port -> names.apply(service) + ":" + port.number()))
            .toList();
    if (!tried && !elsewhere.isEmpty()) {
      tried = true;
      redirect = open(String.join(", ", elsewhere));
      show(services);
    }
    return redirect.map(Function.identity());
  }

  private Optional<Redirect> open(String elsewhere) {
    try {
      Redirect opened = Redirect.open(directory, Installation.java());
      console.tell(
          new Event.Note(
              "ports: the command's connections to %s are led to the ports here"
                  .formatted(elsewhere)));
      return Optional.of(opened);
    } catch (IOException e) {
      console.tell(
          new Event.Note(
              "ports: the command comes to %s by the ports here only (%s)"
                  .formatted(elsewhere, e.getMessage())));
      return Optional.empty();
    }
  }

  private static Map<InetSocketAddress, Integer> table(List<PublishedService> services) {
    return services.stream()
        .flatMap(
            service ->
                others(service)
                    .map(
                        port ->
                            Map.entry(
                                new InetSocketAddress(service.address(), port.number()),
                                port.bound())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Where services share 127.0.0.1, its ports are those of programs of this machine.
  private static Stream<PublishedService.Port> others(PublishedService service) {
    return service.address().equals(InetAddress.getLoopbackAddress())
        ? Stream.empty()
        : service.ports().stream().filter(port -> port.number() != port.bound());
  }

  @Override
  public void close() {
    redirect.ifPresent(Redirect::close);
  }
}
