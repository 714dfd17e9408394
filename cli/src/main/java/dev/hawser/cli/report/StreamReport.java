package dev.hawser.cli.report;

import dev.hawser.tunnel.metrics.StreamView;

/// A connection that lives.
///
/// @param stream what the logs of both ends call it, such as `3f2a9c1e/17`
/// @param direction `inbound` for cluster to machine, else `outbound`
/// @param destination what its opener asked for
/// @param bytesToCluster payload so far; of datagrams none are counted
/// @param bytesToMachine the same the other way
/// @param waitingBytes that wait here, for the line or for the local process
public record StreamReport(
    String pod,
    String stream,
    String direction,
    String destination,
    StreamView.State state,
    long bytesToCluster,
    long bytesToMachine,
    long waitingBytes,
    long ageMilliseconds) {

  /// As the endpoint sees it.
  public static StreamReport of(String pod, StreamView view) {
    return new StreamReport(
        pod,
        view.name(),
        view.direction(),
        view.target(),
        view.state(),
        view.sent(),
        view.received(),
        view.queued() + view.unconsumed(),
        view.age().toMillis());
  }
}
