package dev.hawser.cluster;

import dev.hawser.cluster.json.KubeJson;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import dev.hawser.tunnel.security.SessionCertificate;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which cluster, as whom: what the kubeconfig says, read by the rules that kubectl goes by, or the
/// service account of the pod that this runs in.
final class KubeContext {
  private static final int RETRIES = 3; // ten would keep a user waiting for a minute
  private static final String IN_POD = "KUBERNETES_SERVICE_HOST";

  static {
    // The client puts the key into a key store that stays in memory; 20,000 rounds of hashing for
    // its password would be a good part of the command's start
    System.setProperty("keystore.pkcs12.keyPbeIterationCount", "1");
  }

  private KubeContext() {}

  /// @throws dev.hawser.endpoint.failure.FailureException if there is no such context, or none
  static Config load(Optional<String> context) {
    Config config = read(context);
    List<String> known = config.getContexts().stream().map(NamedContext::getName).toList();
    if (known.isEmpty() && System.getenv(IN_POD) == null) {
      throw unreachable(
          "no kubeconfig was found at " + files(),
          "set KUBECONFIG, or sign in to a cluster so that ~/.kube/config is written");
    }
    if (context.isPresent() && !known.contains(context.get())) {
      throw unreachable(
          "the kubeconfig has no context '%s'".formatted(PeerText.clean(context.get(), 80)),
          "give --context one of: " + String.join(", ", known));
    }
    @Nullable NamedContext current = config.getCurrentContext();
    if (!known.isEmpty() && current == null) {
      throw unreachable(
          "the kubeconfig names no current context",
          "give --context one of: " + String.join(", ", known));
    }
    config.setRequestRetryBackoffLimit(RETRIES);
    ClientKey.tellAlgorithm(config);
    return config;
  }

  /// Does once, ahead of need, what takes long the first time, in the order of need: the types of a
  /// kubeconfig, the table of the curve that a TLS handshake offers, and the types of the first
  /// answers.
  static void warmUp() {
    KubeJson.learn(List.of(io.fabric8.kubernetes.api.model.Config.class));
    SessionCertificate.generate(); // a key on that curve; thrown away
    KubeJson.learn(List.of(Service.class, ObjectMeta.class, Container.class, Lease.class));
  }

  /// The contexts' names, the current one first; none inside a pod.
  ///
  /// @throws dev.hawser.endpoint.failure.FailureException if there is no kubeconfig
  static List<String> names() {
    Config config = load(Optional.empty());
    @Nullable NamedContext current = config.getCurrentContext();
    return config.getContexts().stream()
        .sorted(Comparator.comparing(context -> !context.equals(current)))
        .map(NamedContext::getName)
        .toList();
  }

  /// @throws dev.hawser.endpoint.failure.FailureException if keys or certificates cannot be read
  static KubernetesClient client(Config config, Steps steps) {
    try {
      return OwnAuthority.alone(
          config,
          () ->
              new KubernetesClientBuilder()
                  .withConfig(config)
                  .withKubernetesSerialization(KubeJson.SERIALIZATION)
                  .withHttpClientBuilderConsumer(
                      builder -> builder.addOrReplaceInterceptor("steps", new WriteSteps(steps)))
                  .build());
    } catch (KubernetesClientException e) {
      throw unusable(e.getCause() == null ? e : e.getCause());
    }
  }

  private static Config read(Optional<String> context) {
    try {
      return Config.autoConfigure(context.orElse(null));
    } catch (KubernetesClientException | IllegalArgumentException e) {
      throw unusable(e);
    }
  }

  private static RuntimeException unusable(Throwable cause) {
    return new Failure(
            FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN,
            "the kubeconfig at %s cannot be used: %s"
                .formatted(files(), PeerText.clean(String.valueOf(cause.getMessage()), 200)),
            "check it with kubectl config view")
        .asException(cause);
  }

  private static String files() {
    return Config.getKubeconfigFilenames().stream()
        .map(name -> Files.exists(Path.of(name)) ? name : name + " (missing)")
        .collect(Collectors.joining(", "));
  }

  private static RuntimeException unreachable(String what, String advice) {
    return new Failure(FailureKind.CLUSTER_UNREACHABLE_OR_FORBIDDEN, what, advice).asException();
  }
}
