package dev.hawser.agent.listen;

import java.time.Duration;

/// For how long an agent that was told to end takes connections as before. Its pod is taken from
/// the Service at that moment, but nodes hear of it a little later, kube-proxy within a second or
/// two, and until then send connections still.
///
/// @param least in any case
/// @param quiet without a new connection, after which none is expected any more
/// @param most whoever still calls: the pod's grace is not endless
public record Lingering(Duration least, Duration quiet, Duration most) {
  /// `least` is above the second for which kube-proxy may put off writing its rules.
  public static final Lingering DEFAULT =
      new Lingering(Duration.ofMillis(1_500), Duration.ofSeconds(1), Duration.ofSeconds(5));

  /// How long to wait before asking again; not positive when it is time to take no more.
  ///
  /// @param elapsed since the agent was told to end
  /// @param silent since the last connection came
  public Duration left(Duration elapsed, Duration silent) {
    Duration untilLeast = least.minus(elapsed);
    Duration untilQuiet = quiet.minus(silent);
    Duration wanted = untilLeast.compareTo(untilQuiet) > 0 ? untilLeast : untilQuiet;
    Duration untilMost = most.minus(elapsed);
    return wanted.compareTo(untilMost) < 0 ? wanted : untilMost;
  }
}
