package dev.hawser.acceptance.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// `hawser connect svc/orders` with the test program as its child. Closing interrupts it, as a user
/// would, and waits for the undo.
public final class Session implements AutoCloseable {
  private static final String SERVICE = "http://orders:8080/name";

  private final RunningProcess process;
  private final LocalProgram local;

  private Session(RunningProcess process, LocalProgram local) {
    this.process = process;
    this.local = local;
  }

  /// Returns when it is connected and the child answers, here and through the Service.
  ///
  /// @param options of `connect`, besides those that it needs
  public static Session connect(Shop shop, String... options) {
    return connect(shop, shop.place().kubeconfig(), options);
  }

  /// With variables besides those of the place.
  public static Session connect(Shop shop, Map<String, String> variables, String... options) {
    LocalProgram local = LocalProgram.onFreePorts();
    List<String> words = words(shop, local, options);
    return await(shop, Hawser.start(shop.place(), variables, words), local);
  }

  /// As whom a kubeconfig says.
  public static Session connect(Shop shop, Path kubeconfig, String... options) {
    LocalProgram local = LocalProgram.onFreePorts();
    List<String> words = words(shop, local, options);
    return await(shop, Hawser.start(shop.place(), kubeconfig, words), local);
  }

  /// Over a line that can be cut.
  public static Session connect(Shop shop, Line line, String... options) {
    LocalProgram local = LocalProgram.onFreePorts();
    List<String> words = words(shop, local, options);
    return await(shop, Hawser.start(shop.place(), line, words), local);
  }

  private static List<String> words(Shop shop, LocalProgram local, String... options) {
    List<String> words = new ArrayList<>(connectWords(shop, local));
    words.addAll(List.of(options));
    words.add("--");
    words.addAll(local.command());
    return words;
  }

  private static Session await(Shop shop, RunningProcess process, LocalProgram local) {
    try {
      Hawser.awaitConnected(process);
      Awaitility.await("the local process answers")
          .atMost(Duration.ofSeconds(20))
          .ignoreException(UncheckedIOException.class)
          .until(() -> local.get("/name").length > 0);
      assertThat(shop.client().call("names", SERVICE, "10"))
          .as("who answers the Service once the ready line has been said")
          .isEqualTo("local");
      return new Session(process, local);
    } catch (RuntimeException | AssertionError failure) {
      process.close();
      throw failure;
    }
  }

  /// The command up to its options.
  public static List<String> connectWords(Shop shop, LocalProgram local) {
    List<String> words =
        new ArrayList<>(List.of("connect", "svc/orders", "-n", shop.namespace(), "--yes"));
    words.addAll(local.portOptions());
    return words;
  }

  public LocalProgram local() {
    return local;
  }

  public RunningProcess process() {
    return process;
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.signal("INT");
      process.awaitExit(Hawser.LIMIT);
    }
    process.close();
  }
}
