package dev.hawser.acceptance.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Connects every few milliseconds, each time anew and whatever became of the calls before, until
/// its standard input ends or has something to say. Counts who answered [HttpService]'s `/name`,
/// and what failed.
final class Steady {
  private static final String REQUEST =
      "GET /name HTTP/1.1\r\nHost: steady\r\nConnection: close\r\n\r\n";

  private final InetSocketAddress address;
  private final Duration pause;
  private final Map<String, Outcome> outcomes = new TreeMap<>();
  private final long startNs = System.nanoTime();

  Steady(InetSocketAddress address, Duration pause) {
    this.address = address;
    this.pause = pause;
  }

  /// @return how often each came, and from when to when in ms: such as
  ///     `local=120 (1200..2400) original=300 (0..3000)`, or with `failed: Connection refused=3
  // (…)`
  String run() throws IOException, InterruptedException {
    try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
      Thread caller = Thread.ofPlatform().start(() -> callUntilInterrupted(calls));
      int word = System.in.read();
      caller.interrupt();
      caller.join();
      calls.shutdown();
      if (!calls.awaitTermination(Call.ANSWER.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("calls that are never answered; stopped by " + word);
      }
    }
    return outcomes.entrySet().stream()
        .map(outcome -> outcome.getKey() + "=" + outcome.getValue())
        .collect(Collectors.joining(" "));
  }

  private void callUntilInterrupted(ExecutorService calls) {
    try {
      while (true) {
        calls.execute(() -> count(call()));
        Thread.sleep(pause);
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void count(String outcome) {
    outcomes.merge(
        outcome, Outcome.first(Duration.ofNanos(System.nanoTime() - startNs)), Outcome::and);
  }

  private record Outcome(int times, Duration first, Duration last) {
    static Outcome first(Duration at) {
      return new Outcome(1, at, at);
    }

    Outcome and(Outcome next) {
      return new Outcome(times + next.times, first, next.last);
    }

    @Override
    public String toString() {
      return "%d (%d..%d)".formatted(times, first.toMillis(), last.toMillis());
    }
  }

  private String call() {
    try (Socket socket = Call.connect(address)) {
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.startsWith("HTTP/1.1 200")
          ? answer.substring(answer.lastIndexOf('\n') + 1)
          : "failed: " + (answer.isEmpty() ? "closed unanswered" : answer.lines().findFirst());
    } catch (IOException failure) {
      return "failed: " + failure.getMessage();
    }
  }
}
