package dev.hawser.acceptance.place;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Pieces of work of one kind, a few at a time: each lane takes one after the other, in a namespace
/// of its own, and prints what each took.
public record Lanes(Place place, int count) {

  /// One piece.
  public interface Work<W> {
    void run(TestNamespace lane, W what);
  }

  /// @return what went wrong, a text for each piece that did
  public <W> List<String> run(List<W> pieces, Work<W> work) {
    Queue<W> queue = new ConcurrentLinkedQueue<>(pieces);
    try (ExecutorService lanes = Executors.newFixedThreadPool(count)) {
      List<Future<List<String>>> running =
          IntStream.range(0, Math.min(count, pieces.size()))
              .mapToObj(lane -> lanes.submit(() -> drain(queue, work)))
              .toList();
      List<String> wrong = new ArrayList<>();
      for (Future<List<String>> lane : running) {
        wrong.addAll(lane.get());
      }
      return wrong;
    } catch (ExecutionException broken) {
      throw new AssertionError(broken.getCause());
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }

  private <W> List<String> drain(Queue<W> queue, Work<W> work) {
    List<String> wrong = new ArrayList<>();
    try (TestNamespace lane = new TestNamespace(place)) {
      for (W piece = queue.poll(); piece != null; piece = queue.poll()) {
        long startNs = System.nanoTime();
        String outcome = "";
        try {
          work.run(lane, piece);
        } catch (RuntimeException | AssertionError e) {
          wrong.add(piece + ": " + e);
          outcome = "wrong (%s), ".formatted(e);
          Hawser.run(place, "restore", "--all", "-n", lane.name());
        }
        System.out.printf(
            "%s: %s%.1f s%n", piece, outcome, (System.nanoTime() - startNs) / 1_000_000_000.0);
      }
    }
    return wrong;
  }
}
