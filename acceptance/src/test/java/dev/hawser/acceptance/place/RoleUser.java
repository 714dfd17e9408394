package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/// A ServiceAccount with a Role, whose token is in a kubeconfig. Its objects go with the namespace.
public final class RoleUser implements Place.LimitedUser {
  private final Path kubeconfig;

  private RoleUser(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /// Somebody with exactly the rights of a Role that `hawser rbac` prints.
  public static RoleUser of(Place place, String namespace, PrintedRole role) {
    return with(place.client(), role.rules(), namespace);
  }

  /// Somebody with all of them but one.
  public static RoleUser without(Place place, String verb, String resource, String namespace) {
    List<PolicyRule> rules =
        PrintedRole.print(place, namespace).rules().stream()
            .flatMap(rule -> without(rule, verb, resource))
            .toList();
    return with(place.client(), rules, namespace);
  }

  private static Stream<PolicyRule> without(PolicyRule rule, String verb, String resource) {
    if (rule.getResources().contains(resource)) {
      rule.setVerbs(rule.getVerbs().stream().filter(one -> !one.equals(verb)).toList());
    }
    return rule.getVerbs().isEmpty() ? Stream.empty() : Stream.of(rule);
  }

  private static RoleUser with(KubernetesClient client, List<PolicyRule> rules, String namespace) {
    String name = "limited-" + UUID.randomUUID().toString().substring(0, 8);
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withRules(rules)
                .build())
        .create();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                .addNewSubject("", "ServiceAccount", name, namespace)
                .build())
        .create();
    String token =
        client
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(name)
            .tokenRequest(new TokenRequest())
            .getStatus()
            .getToken();
    return new RoleUser(write(client, token));
  }

  private static Path write(KubernetesClient client, String token) {
    String kubeconfig =
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
        users: [{name: u, user: {token: %s}}]
        contexts: [{name: limited, context: {cluster: c, user: u}}]
        current-context: limited
        """
            .formatted(
                client.getConfiguration().getMasterUrl(),
                client.getConfiguration().getCaCertData(),
                token);
    try {
      Path file = Files.createTempFile("hawser-limited", ".kubeconfig");
      Files.write(file, kubeconfig.getBytes(StandardCharsets.UTF_8));
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void close() {
    try {
      Files.delete(kubeconfig);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
