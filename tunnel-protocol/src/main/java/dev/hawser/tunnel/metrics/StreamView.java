package dev.hawser.tunnel.metrics;

import dev.hawser.tunnel.frame.Destination;
import dev.hawser.tunnel.frame.PeerText;
import dev.hawser.tunnel.frame.Role;
import java.time.Duration;
import java.util.UUID;

/// A stream at one moment, as one end sees it.
///
/// @param session the id of its session, the same at both ends
/// @param id of the stream in that, the same at both ends too
/// @param opener the end to which the connection was made
/// @param sent payload bytes that went to the peer; of datagrams none are counted
/// @param received payload bytes that came from the peer
/// @param queued bytes that wait for the link or for the peer's credit
/// @param unconsumed bytes that came, and wait for the socket
/// @param age since it was opened
public record StreamView(
    UUID session,
    int id,
    Role opener,
    Destination destination,
    State state,
    long sent,
    long received,
    long queued,
    long unconsumed,
    Duration age) {
  private static final int NAME_CHARACTERS = 8;

  /// How far it has come.
  public enum State {
    /// Its destination is not reached yet.
    OPENING,
    /// Both ends may send.
    OPEN,
    /// This end sends no more, the peer does.
    FINISHED_HERE,
    /// The peer sends no more, this end does.
    FINISHED_THERE,
    /// Neither sends more than what is on its way.
    ENDING
  }

  /// What logs and reports at both ends call a session: short, and unlike any other's of its time.
  public static String nameOf(UUID session) {
    return session.toString().substring(0, NAME_CHARACTERS);
  }

  /// What logs and reports at both ends call the stream, such as `3f2a9c1e/17`.
  public String name() {
    return nameOf(session) + "/" + id;
  }

  /// `inbound` for cluster to machine and `outbound` for machine to cluster, at both ends alike.
  public String direction() {
    return switch (opener) {
      case AGENT -> "inbound";
      case ENDPOINT -> "outbound";
    };
  }

  /// Where it leads, in words fit for a log or a terminal.
  public String target() {
    String host = PeerText.clean(destination.host());
    String place =
        host.isEmpty() ? "port " + destination.port() : "%s:%d".formatted(host, destination.port());
    return switch (destination.protocol()) {
      case TCP -> place;
      case UDP -> place + " (UDP)";
      case SERVICE -> "the agent's " + host;
    };
  }
}
