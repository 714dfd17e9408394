package dev.hawser.endpoint.process;

/// A signal that a user or a service supervisor sends to Hawser.
public enum ProcessSignal {
  HUP(1),
  INT(2),
  TERM(15);

  private final int number;

  ProcessSignal(int number) {
    this.number = number;
  }

  /// The exit code that shells give to a process which this signal ended.
  public int exitCode() {
    return 128 + number;
  }

  /// Runs the action on a thread of the JVM's whenever the signal comes, instead of what was done
  /// before; closing puts that back. Where the system has no such signal, or the JVM was told to
  /// leave signals alone (`-Xrs`), nothing happens.
  public Handling handle(Runnable action) {
    return JvmSignals.handle(name(), action);
  }

  /// Ends what [#handle] began.
  @FunctionalInterface
  public interface Handling extends AutoCloseable {
    @Override
    void close();
  }
}
