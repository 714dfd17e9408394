package dev.hawser.cli.connect;

import dev.hawser.cli.Installation;
import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import dev.hawser.cli.console.Terminal;
import dev.hawser.endpoint.hosts.Elevation;
import dev.hawser.endpoint.hosts.HostsFileEdit;
import dev.hawser.endpoint.hosts.HostsOwner;
import dev.hawser.endpoint.hosts.MachineHosts;
import dev.hawser.endpoint.names.NameWay;
import dev.hawser.endpoint.names.NameWays;
import dev.hawser.endpoint.process.Platform;
import java.io.IOException;

/// Which way of names a session takes, found before anything is changed.
final class Naming {
  private static final String USUAL_PLACES = ":/usr/bin:/bin:/usr/sbin:/sbin";

  private Naming() {}

  /// @throws dev.hawser.endpoint.failure.FailureException if the way that is wanted is not possible
  static NameWay choose(
      ConnectRequest request, SessionDirectory directory, String session, Console console) {
    HostsFileEdit hosts = new HostsFileEdit(MachineHosts.FILE);
    sweep(hosts, console);
    String searchPath = System.getenv().getOrDefault("PATH", "") + USUAL_PLACES;
    return new NameWays(
            Platform.current(),
            searchPath,
            directory.names(),
            hosts,
            HostsOwner.current(session),
            Installation.jvmNames(),
            new Elevation(
                searchPath, Installation.java(), System.getProperty("java.class.path", "")),
            question -> Terminal.isInteractive() && Terminal.confirm(question))
        .choose(request.names());
  }

  /// What a session left whose process was killed, and that nobody else could remove.
  private static void sweep(HostsFileEdit hosts, Console console) {
    try {
      if (hosts.removeDead() != HostsFileEdit.Outcome.SAME) {
        console.tell(
            new Event.Note(
                "names: what a dead session had left in %s was removed".formatted(hosts.file())));
      }
    } catch (IOException e) {
      console.tell(
          new Event.Warning(
              "names: a dead session has left lines in %s, which cannot be removed (%s)"
                  .formatted(hosts.file(), e.getMessage())));
    }
  }
}
