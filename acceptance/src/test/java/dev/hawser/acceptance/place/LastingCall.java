package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A call that a pod makes over and over until it is told to end.
public final class LastingCall implements AutoCloseable {
  private final ExecWatch running;
  private final ByteArrayOutputStream output;
  private final ByteArrayOutputStream errors;

  private LastingCall(
      ExecWatch running, ByteArrayOutputStream output, ByteArrayOutputStream errors) {
    this.running = running;
    this.output = output;
    this.errors = errors;
  }

  static LastingCall begin(ContainerResource container, List<String> command) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    return new LastingCall(
        container
            .redirectingInput()
            .writingOutput(output)
            .writingError(errors)
            .exec(command.toArray(String[]::new)),
        output,
        errors);
  }

  /// Tells it to end.
  ///
  /// @return what it printed
  public String end() {
    try {
      running.getInput().write("enough\n".getBytes(StandardCharsets.US_ASCII));
      running.getInput().flush();
      int exitCode = running.exitCode().get(3, TimeUnit.MINUTES);
      if (exitCode != 0) {
        throw new AssertionError("exit code %d: %s".formatted(exitCode, errors));
      }
      return output.toString(StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ExecutionException | TimeoutException failure) {
      throw new AssertionError(failure + ": " + errors, failure);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
