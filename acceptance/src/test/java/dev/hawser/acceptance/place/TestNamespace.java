package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A namespace of a test's own. Closing deletes it.
public final class TestNamespace implements AutoCloseable {
  private static final Pattern IMAGE = Pattern.compile("IMAGE\\((\\w+)\\)");

  private final Place place;
  private final String name = "hawser-" + UUID.randomUUID().toString().substring(0, 8);

  public TestNamespace(Place place) {
    this(place, Map.of());
  }

  public TestNamespace(Place place, Map<String, String> labels) {
    this.place = place;
    place
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  /// Creates the objects of a file that lies beside this class.
  ///
  /// @param file in which `IMAGE(name)` stands for a test image
  public void create(String file) {
    try (InputStream stream = TestNamespace.class.getResourceAsStream(file)) {
      String yaml =
          new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8);
      createText(IMAGE.matcher(yaml).replaceAll(found -> place.image(found.group(1))));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Creates the objects of YAML documents, or of one that is JSON.
  public void createText(String yaml) {
    place
        .client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(name)
        .create();
  }

  public void awaitAvailable(String deployment) {
    try {
      place
          .client()
          .apps()
          .deployments()
          .inNamespace(name)
          .withName(deployment)
          .waitUntilReady(2, TimeUnit.MINUTES);
    } catch (KubernetesClientTimeoutException late) {
      throw new IllegalStateException(
          deployment + " is not available: " + workload(deployment).pods(), late);
    }
  }

  public Place place() {
    return place;
  }

  public String name() {
    return name;
  }

  public Workload workload(String deployment) {
    return new Workload(place, name, deployment);
  }

  /// The first pod of a Deployment, to run commands in.
  public ClientPod pod(String deployment) {
    Pod pod = workload(deployment).pods().getFirst();
    return new ClientPod(place, name, pod.getMetadata().getName(), deployment);
  }

  @Override
  public void close() {
    place.client().namespaces().withName(name).delete();
  }
}
