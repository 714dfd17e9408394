package dev.hawser.sandbox;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/// A client of the shared sandbox, and a namespace for each test.
@ExtendWith(SharedSandbox.Resolver.class)
@TestInstance(Lifecycle.PER_CLASS)
abstract class SandboxFixture {

  protected static final Duration PATIENCE = Duration.ofSeconds(20);

  private final SharedSandbox sandbox;
  protected final KubernetesClient cluster;
  protected KubernetesClient client;
  protected String namespace = "";

  protected SandboxFixture(SharedSandbox sandbox) {
    this.sandbox = sandbox;
    this.cluster = sandbox.client();
    this.client = cluster;
  }

  @BeforeAll
  static void waitNoLongerThanThis() {
    Awaitility.setDefaultTimeout(PATIENCE);
    Awaitility.ignoreExceptionsByDefault();
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  @BeforeEach
  void makeANamespace(TestInfo test) {
    namespace = sandbox.nextNamespace();
    Namespace fresh =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(namespace)
            .addToAnnotations("test", test.getDisplayName())
            .endMetadata()
            .build();
    cluster.resource(fresh).create();
    client = cluster.adapt(NamespacedKubernetesClient.class).inNamespace(namespace);
  }

  @AfterEach
  void deleteTheNamespace() {
    cluster.namespaces().withName(namespace).delete();
  }

  protected Deployment deploy(String name, int replicas) {
    client.resource(Workloads.server(name, replicas)).create();
    return awaitReplicas(name, replicas);
  }

  protected Deployment awaitReplicas(String name, int replicas) {
    return awaitDeployment(
        name,
        deployment ->
            deployment
                    .getMetadata()
                    .getGeneration()
                    .equals(deployment.getStatus().getObservedGeneration())
                && Integer.valueOf(replicas).equals(deployment.getStatus().getReadyReplicas())
                && Integer.valueOf(replicas).equals(deployment.getStatus().getUpdatedReplicas())
                && Integer.valueOf(replicas).equals(deployment.getStatus().getReplicas()));
  }

  private Deployment awaitDeployment(String name, Predicate<Deployment> condition) {
    return client
        .apps()
        .deployments()
        .withName(name)
        .waitUntilCondition(condition, PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  protected Pod run(Pod pod) {
    client.resource(pod).create();
    String name = pod.getMetadata().getName();
    return client.pods().withName(name).waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  protected List<Pod> pods() {
    return client.pods().list().getItems();
  }

  protected static String get(String address) throws IOException {
    URLConnection connection = URI.create("http://" + address + "/").toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
