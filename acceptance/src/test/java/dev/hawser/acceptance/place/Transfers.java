package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// One transfer after the other, until it is enough, each of which must be the same byte for byte.
public final class Transfers {
  private final Supplier<String> transfer;
  private final CompletableFuture<List<String>> results;
  private volatile boolean enough;

  private Transfers(Supplier<String> transfer) {
    this.transfer = transfer;
    this.results =
        CompletableFuture.supplyAsync(this::run, Executors.newVirtualThreadPerTaskExecutor());
  }

  /// @param transfer returns `same`
  public static Transfers start(Supplier<String> transfer) {
    return new Transfers(transfer);
  }

  private List<String> run() {
    List<String> all = new ArrayList<>();
    do {
      all.add(transfer.get());
    } while (!enough);
    return all;
  }

  /// Waits for the end of the one that is under way.
  ///
  /// @throws RuntimeException what one failed with
  public void assertThatAllAreTheSame() {
    enough = true;
    assertThat(results.join()).isNotEmpty().allMatch("same"::equals);
  }
}
