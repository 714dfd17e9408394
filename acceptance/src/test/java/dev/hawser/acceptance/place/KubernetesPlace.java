package dev.hawser.acceptance.place;

import dev.hawser.tunnel.bootstrap.AgentSettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The cluster of `$KUBECONFIG`, whose nodes have the images of `acceptance/programs`.
final class KubernetesPlace implements Place {
  private final Path kubeconfig =
      Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG is not set"));
  private final KubernetesClient client = connect(kubeconfig);

  private static KubernetesClient connect(Path kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig.toFile());
    try {
      return new KubernetesClientBuilder().withConfig(config).build();
    } catch (KubernetesClientException keyIsNotRsa) { // for which it takes every PKCS #8 key
      config.setClientKeyAlgo("EC");
      return new KubernetesClientBuilder().withConfig(config).build();
    }
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("KUBECONFIG", kubeconfig.toString());
    String image = System.getProperty("hawser.agentImage", "");
    if (!image.isEmpty()) {
      variables.put("HAWSER_AGENT_IMAGE", image);
    }
    return variables;
  }

  @Override
  public List<String> program() {
    return List.of("program");
  }

  @Override
  public ProcessHandle process(Pod pod, String container) {
    return ContainerProcess.of(pod, container);
  }

  @Override
  public boolean hasJobs() {
    return true;
  }

  @Override
  public Line line() {
    return new KernelLine(URI.create(client.getConfiguration().getMasterUrl()), kubeconfig);
  }

  @Override
  public long bigTransferBytes() {
    return 256 << 20;
  }

  /// By a node port: pods' addresses are usually out of reach.
  @Override
  public String[] straightToAgents(String namespace) {
    Service ports =
        client
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("agents")
                    .withNamespace(namespace)
                    .endMetadata()
                    .withNewSpec()
                    .withType("NodePort")
                    .withSelector(Map.of("app", "orders"))
                    .withPublishNotReadyAddresses(true) // agents are ready once they are linked
                    .addNewPort()
                    .withPort(AgentSettings.DEFAULT_TUNNEL_PORT)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    String node =
        client.nodes().list().getItems().getFirst().getStatus().getAddresses().stream()
            .filter(address -> address.getType().equals("InternalIP"))
            .findFirst()
            .orElseThrow()
            .getAddress();
    return new String[] {
      "--direct", node + ":" + ports.getSpec().getPorts().getFirst().getNodePort()
    };
  }

  @Override
  public LimitedUser userWithout(String verb, String resource, String namespace) {
    return RoleUser.without(this, verb, resource, namespace);
  }

  @Override
  public void close() {
    client.close();
  }
}
