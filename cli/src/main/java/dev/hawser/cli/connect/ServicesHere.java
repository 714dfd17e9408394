package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cluster.Cluster;
import dev.hawser.cluster.service.ServiceWatch;
import dev.hawser.endpoint.Endpoint;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.names.NameTable;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.names.VolumePlace;
import dev.hawser.endpoint.outbound.ClusterService;
import dev.hawser.endpoint.outbound.PublishedService;
import dev.hawser.endpoint.process.Wrapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The cluster's services on this machine, with addresses and names, as they come and go.
final class ServicesHere implements AutoCloseable {
  private final String namespace;
  private final Endpoint endpoint;
  private final NameWay names;
  private final Console console;
  private final ServiceWatch watch;
  private final List<ClusterService> besides;
  private final PortsElsewhere ports;
  private List<PublishedService> services;

  private ServicesHere(
      String namespace,
      Endpoint endpoint,
      NameWay names,
      Console console,
      ServiceWatch watch,
      List<ClusterService> besides,
      Path directory) {
    this.namespace = namespace;
    this.endpoint = endpoint;
    this.names = names;
    this.console = console;
    this.watch = watch;
    this.besides = besides;
    this.ports = new PortsElsewhere(directory, this::name, console);
    this.services = List.of();
  }

  /// @param directory private to the session
  static ServicesHere open(
      Cluster cluster,
      ConnectRequest request,
      Endpoint endpoint,
      NameWay names,
      Path directory,
      Console console) {
    List<ClusterService> besides =
        OverriddenEnvironment.services(cluster, request.child().overrides(), console);
    ServiceWatch watch = cluster.services(request.servicesOf());
    ServicesHere here =
        new ServicesHere(cluster.namespace(), endpoint, names, console, watch, besides, directory);
    try {
      here.begin();
      return here;
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  private synchronized void begin() {
    show(watch.follow(this::follow));
  }

  /// Has volumes lie where the container has them, if the way of names can; then tells that way.
  synchronized void place(List<VolumePlace> volumes) {
    try {
      names.place(volumes);
    } catch (IOException e) {
      console.tell(
          new Event.Warning(
              "volumes: they are not at their own paths (%s)".formatted(e.getMessage())));
    }
    console.tell(new Event.Note(names.explanation()));
  }

  private synchronized void follow(List<ClusterService> now) {
    try {
      show(now);
    } catch (FailureException e) {
      console.tell(new Event.Warning(e.failure().what()));
    }
  }

  private void show(List<ClusterService> now) {
    List<PublishedService> before = services;
    services = endpoint.publish(Stream.concat(now.stream(), besides.stream()).toList());
    ports.show(services);
    try {
      names.show(NameTable.of(namespace, services));
    } catch (IOException e) {
      console.tell(
          new Event.Warning("names: they could not be written (%s)".formatted(e.getMessage())));
    }
    services.stream().filter(one -> !before.contains(one)).forEach(this::tellReachable);
    before.stream()
        .map(one -> one.service().nameIn(namespace))
        .filter(name -> services.stream().noneMatch(one -> name(one).equals(name)))
        .forEach(name -> console.tell(new Event.Note("service %s is gone".formatted(name))));
  }

  private String name(PublishedService published) {
    return published.service().nameIn(namespace);
  }

  private void tellReachable(PublishedService published) {
    console.tell(
        new Event.Reachable(
            name(published),
            published.address().getHostAddress(),
            published.ports().stream().map(PublishedService.Port::bound).toList()));
    for (PublishedService.Port port : published.ports()) {
      port.whyOther()
          .ifPresent(
              why ->
                  console.tell(
                      new Event.Note(
                          "%s: port %d is at %d here: %s"
                              .formatted(name(published), port.number(), port.bound(), why))));
    }
  }

  /// As they are at this moment.
  synchronized List<PublishedService> now() {
    return services;
  }

  /// How their names reach the command.
  synchronized String explanation() {
    return names.explanation();
  }

  NameWay names() {
    return names;
  }

  /// What leads a command that is to be started to the services: by their names, then by their
  /// ports.
  synchronized List<Wrapping> wrappings() {
    return Stream.concat(Stream.of(names), ports.wrapping(services).stream()).toList();
  }

  @Override
  public void close() {
    watch.close();
    ports.close();
  }
}
