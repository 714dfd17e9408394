package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A pod from which the tests call services, as any other pod of the namespace would.
public record ClientPod(Place place, String namespace, String name, String container) {

  /// What [dev.hawser.acceptance.program.Call] prints in the pod.
  ///
  /// @throws AssertionError if the call fails
  public String call(String... words) {
    List<String> command = new ArrayList<>(place.program());
    command.add("call");
    command.addAll(List.of(words));
    return run(command.toArray(String[]::new)).strip();
  }

  /// Begins to call from the pod; whoever asked ends it.
  ///
  /// @param words of a call that goes on until something comes on its standard input
  public LastingCall begin(String... words) {
    List<String> command = new ArrayList<>(place.program());
    command.add("call");
    command.addAll(List.of(words));
    return LastingCall.begin(
        place.client().pods().inNamespace(namespace).withName(name).inContainer(container),
        command);
  }

  /// Runs a command in the pod.
  ///
  /// @return its standard output
  /// @throws AssertionError if its exit code is not 0
  public String run(String... command) {
    KubernetesClient client = place.client();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ExecWatch running =
        client
            .pods()
            .inNamespace(namespace)
            .withName(name)
            .inContainer(container)
            .writingOutput(output)
            .writingError(errors)
            .exec(command)) {
      int exitCode = running.exitCode().get(3, TimeUnit.MINUTES);
      if (exitCode != 0) {
        throw failure(command, "exit code " + exitCode, errors);
      }
      return output.toString(StandardCharsets.UTF_8);
    } catch (ExecutionException | TimeoutException failure) {
      throw failure(command, failure.toString(), errors);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      throw new AssertionError(over);
    }
  }

  private AssertionError failure(String[] command, String what, ByteArrayOutputStream errors) {
    return new AssertionError(
        "%s in pod %s: %s: %s"
            .formatted(
                List.of(command), name, what, errors.toString(StandardCharsets.UTF_8).strip()));
  }
}
