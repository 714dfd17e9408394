package dev.hawser.cli.connect;

import dev.hawser.cli.console.Console;
import dev.hawser.cli.console.Event;
import java.time.Duration;

/// Tells each phase with the time since the one before. Any thread.
final class Stopwatch {
  private final Console console;
  private long lapStartedNs = System.nanoTime();

  Stopwatch(Console console) {
    this.console = console;
  }

  synchronized void lap(String name, String text) {
    long now = System.nanoTime();
    console.tell(new Event.Phase(name, text, Duration.ofNanos(now - lapStartedNs)));
    lapStartedNs = now;
    KillPoint.STEPS.at("waited: " + name);
  }

  /// What took its time by itself, such as a person's answer, does not count.
  synchronized void restart() {
    lapStartedNs = System.nanoTime();
  }
}
