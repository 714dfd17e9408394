package dev.hawser.cli.report;

import dev.hawser.tunnel.session.LineState;
import java.time.Duration;

/// How a line to an agent is, as far as its process can tell from what it hears on it. What a state
/// does not know is 0 or empty.
///
/// @param lane which of several lines to the same agent
/// @param silentMilliseconds since the agent's last byte
/// @param roundTripMicroseconds the shortest of late
/// @param downMilliseconds since the line broke
/// @param reason why there is no line
public record LineReport(
    String pod,
    int lane,
    State state,
    long silentMilliseconds,
    long roundTripMicroseconds,
    long downMilliseconds,
    String reason) {

  /// What can be said of a line.
  public enum State {
    /// The agent answers.
    UP,
    /// The agent owes an answer; another link is tried beside this one.
    SUSPECTED,
    /// There is no link, and connections wait for the next.
    DOWN,
    /// There is no link, and no connection that would wait for one.
    UNLINKED
  }

  public static LineReport of(String pod, int lane, LineState line) {
    return switch (line) {
      case LineState.Up(Duration silent, Duration roundTrip) ->
          new LineReport(pod, lane, State.UP, silent.toMillis(), roundTrip.toNanos() / 1000, 0, "");
      case LineState.Suspected(Duration silent) ->
          new LineReport(pod, lane, State.SUSPECTED, silent.toMillis(), 0, 0, "");
      case LineState.Down(Duration lasting, String reason) ->
          new LineReport(pod, lane, State.DOWN, 0, 0, lasting.toMillis(), reason);
      case LineState.New fresh -> unlinked(pod, lane, "");
      case LineState.Over over -> unlinked(pod, lane, "");
    };
  }

  /// @param reason what the last try failed with, if there was one
  public static LineReport unlinked(String pod, int lane, String reason) {
    return new LineReport(pod, lane, State.UNLINKED, 0, 0, 0, reason);
  }
}
