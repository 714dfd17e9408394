package dev.hawser.sandbox;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// A sandbox and a client of it for the tests of one class, with a namespace for each test.
@TestInstance(Lifecycle.PER_CLASS)
abstract class SandboxFixture {

  protected static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Sandbox sandbox;
  protected final KubernetesClient cluster;
  protected KubernetesClient client;
  protected String namespace = "";
  private int tests;

  protected SandboxFixture(@TempDir Path directory) throws IOException, InterruptedException {
    SandboxSettings settings =
        SandboxSettings.parse(
            List.of("--directory", directory.toString(), "--image", Workloads.SHELL + "="));
    sandbox = Sandbox.start(settings);
    Config config = Config.fromKubeconfig(Files.readString(sandbox.kubeconfig()));
    cluster = new KubernetesClientBuilder().withConfig(config).build();
    client = cluster;
  }

  @BeforeAll
  static void waitNoLongerThanThis() {
    Awaitility.setDefaultTimeout(PATIENCE);
    Awaitility.ignoreExceptionsByDefault();
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  @BeforeEach
  void makeANamespace(TestInfo test) {
    namespace = "test-" + tests++;
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

  @AfterAll
  void stop() throws IOException {
    cluster.close();
    sandbox.close();
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
