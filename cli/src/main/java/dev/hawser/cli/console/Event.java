package dev.hawser.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.cli.report.Diagnosis;
import dev.hawser.cli.report.SessionReport;
import dev.hawser.endpoint.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What can be told, once for people and for programs alike.
public sealed interface Event {

  /// A phase of the work is over.
  ///
  /// @param name one word
  /// @param took its time
  record Phase(String name, String text, Duration took) implements Event {}

  /// Something is going on, or good to know.
  record Note(String text) implements Event {}

  /// Something that the user should look at.
  record Warning(String text) implements Event {}

  /// What is going to be changed.
  record Planned(List<String> lines) implements Event {}

  /// Whether the user has a right.
  ///
  /// @param right such as `patch deployments.apps`
  /// @param needed whether there is no session without it
  /// @param reason what it is good for
  record RightChecked(String right, boolean allowed, boolean needed, String reason)
      implements Event {}

  /// An object that would be changed.
  ///
  /// @param object such as `deploy/orders`
  /// @param before it as it is, an empty object if there is none
  /// @param after it as it would be, an empty object if there would be none
  /// @param diff the two as YAML, a unified diff
  record Change(String object, JsonNode before, JsonNode after, List<String> diff)
      implements Event {}

  /// A Service of the cluster that the local process reaches.
  record Reachable(String service, String address, List<Integer> ports) implements Event {}

  /// Cluster traffic arrives here.
  record Connected(String target) implements Event {}

  /// Something to be read as it stands, such as commands to copy.
  record Block(List<String> lines) implements Event {}

  /// Something became of lines to agents.
  ///
  /// @param pods the agents'
  /// @param bad whether the user should look at it
  record Lines(LineChange change, List<String> pods, String text, boolean bad) implements Event {}

  /// What became of them.
  enum LineChange {
    /// Nothing is heard, and another link is tried beside.
    SILENT,
    /// Something is heard again, or another link took over.
    HEARD,
    /// There is no link; connections wait.
    BROKEN,
    /// Another link has gone on with the connections.
    BACK,
    /// Broken and back before there was time to tell it.
    BLINKED,
    /// The connections were reset.
    RESET,
    /// There is a link again, for new connections.
    LINKED,
    /// The agent ended, and its line with it.
    GONE
  }

  /// A session that runs on this machine, and its lines.
  record Here(SessionReport report) implements Event {}

  /// All that can be told of a session that runs or ran on this machine.
  record Diagnosed(Diagnosis diagnosis) implements Event {}

  /// A session that was found in the cluster.
  ///
  /// @param container empty if the workload is not changed
  /// @param heartbeat how long ago the last one was seen; empty if none was
  record Session(
      String namespace,
      String workload,
      String container,
      String session,
      String owner,
      Instant startedAt,
      Health health,
      Optional<Duration> heartbeat)
      implements Event {}

  /// Whether a session lives, by what was seen of it.
  enum Health {
    /// Its heartbeat was seen.
    ALIVE,
    /// It has a Lease, and no heartbeat was seen for longer than two should take.
    SILENT,
    /// It has none, and so no heart to listen to.
    NO_LEASE
  }

  /// A workload was looked at to put it back.
  record Restored(String namespace, String workload, String outcome, List<String> foreignEdits)
      implements Event {}

  record Failed(Failure failure) implements Event {}
}
