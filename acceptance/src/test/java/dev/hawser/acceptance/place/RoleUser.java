package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/// A ServiceAccount with a Role, whose token is in a kubeconfig. Its objects go with the namespace.
public final class RoleUser implements Place.LimitedUser {
  /// What a session needs, as the documentation says: `VERB,… RESOURCE`.
  private static final List<String> RIGHTS =
      List.of(
          "get,list services",
          "get,list,watch pods",
          "get pods/log",
          "get,create pods/portforward",
          "get,list,watch,patch deployments.apps",
          "get replicasets.apps");

  private final Path kubeconfig;

  private RoleUser(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /// Somebody with exactly the documented rights.
  public static RoleUser withEveryRight(KubernetesClient client, String namespace) {
    return without(client, "no", "right", namespace);
  }

  static RoleUser without(KubernetesClient client, String verb, String resource, String namespace) {
    List<PolicyRule> rules = RIGHTS.stream().map(right -> rule(right, verb, resource)).toList();
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

  private static PolicyRule rule(String right, String lackedVerb, String lackedResource) {
    String[] words = right.split(" ");
    String[] resource = words[1].split("\\.");
    List<String> verbs =
        Arrays.stream(words[0].split(","))
            .filter(verb -> !verb.equals(lackedVerb) || !resource[0].equals(lackedResource))
            .toList();
    return new PolicyRuleBuilder()
        .withApiGroups(resource.length > 1 ? resource[1] : "")
        .withResources(verbs.isEmpty() ? "none" : resource[0])
        .withVerbs(verbs.isEmpty() ? List.of("get") : verbs)
        .build();
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
