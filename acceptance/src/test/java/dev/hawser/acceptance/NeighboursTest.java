package dev.hawser.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.acceptance.place.Hawser;
import dev.hawser.acceptance.place.LocalProgram;
import dev.hawser.acceptance.place.Place;
import dev.hawser.acceptance.place.Places;
import dev.hawser.acceptance.place.PrintedRole;
import dev.hawser.acceptance.place.RoleUser;
import dev.hawser.acceptance.place.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What else lives in a namespace: told before anything changes, or in the words of who refuses,
/// and undone.
@Tag("cluster")
@ExtendWith(Places.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighboursTest {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  private final Place place;
  private final TestNamespace namespace;
  private final ObjectNode original;
  private final List<HasMetadata> made = new ArrayList<>();

  NeighboursTest(Place place) {
    this.place = place;
    this.namespace = new TestNamespace(place, Map.of());
    namespace.create("lone.yaml");
    namespace.awaitAvailable("orders");
    this.original = namespace.workload("orders").original();
  }

  @AfterAll
  void close() {
    namespace.close();
  }

  @AfterEach
  void everythingIsAsBefore() {
    made.forEach(object -> place.client().resource(object).delete());
    made.clear();
    label(null);
    assertThat(namespace.workload("orders").original()).isEqualTo(original);
    namespace.workload("orders").awaitOriginalPods();
  }

  @Test
  void aFullQuotaIsToldBeforeAnythingIsChanged() {
    fillQuota();
    Hawser.Result result = dryRun(place.kubeconfig());
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).contains("exceeded quota: full", "limited: pods=1");
  }

  @Test
  void aFullQuotaIsReckonedForWhoMayNotTryAPodAndItsWordsAreToldAndTheChangeUndone() {
    fillQuota();
    try (RoleUser user = RoleUser.without(place, "create", "pods", namespace.name())) {
      assertThat(dryRun(user.kubeconfig()).errors())
          .anyMatch(line -> line.contains("ResourceQuota full has no room for one more pod"));
      Hawser.Result result = connect(user.kubeconfig());
      assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
      assertThat(result.failureLine()).as(result.description()).contains("exceeded quota: full");
    }
  }

  private void fillQuota() {
    make(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: full}
        spec: {hard: {pods: "1"}}
        """);
    await("the quota is reckoned")
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              var status =
                  place
                      .client()
                      .resourceQuotas()
                      .inNamespace(namespace.name())
                      .withName("full")
                      .get()
                      .getStatus();
              return status != null
                  && status.getUsed() != null
                  && "1".equals(String.valueOf(status.getUsed().get("pods")));
            });
  }

  @Test
  void aLimitThatTheAgentIsBelowIsToldBeforeAnythingIsChanged() {
    make(
        """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: big}
        spec: {limits: [{type: Container, min: {memory: 128Mi}, default: {memory: 512Mi}, defaultRequest: {memory: 128Mi}}]}
        """);
    Hawser.Result result = dryRun(place.kubeconfig());
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).contains("minimum memory usage per Container is 128Mi");
    try (RoleUser user = RoleUser.without(place, "create", "pods", namespace.name())) {
      assertThat(dryRun(user.kubeconfig()).errors())
          .anyMatch(line -> line.contains("LimitRange big wants at least 128Mi of memory"));
    }
  }

  @Test
  void podSecurityIsToldBeforeAnythingIsChanged() {
    label("restricted");
    Hawser.Result result = dryRun(place.kubeconfig());
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).contains("violates PodSecurity \"restricted:latest\"");
  }

  @Test
  void podSecuritysWordsAreToldAndTheChangeUndoneForWhoMayNotTryAPod() {
    label("restricted");
    try (RoleUser user =
        RoleUser.of(
            place, namespace.name(), PrintedRole.print(place, namespace.name(), "--smallest"))) {
      Hawser.Result result = connect(user.kubeconfig());
      assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
      assertThat(result.failureLine()).as(result.description()).contains("violates PodSecurity");
    }
  }

  @Test
  void aPolicyThatRefusesTheAgentIsToldBeforeAnythingIsChanged() {
    String name = "refuse-agents-" + namespace.name();
    make(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: %1$s}
        spec:
          matchConstraints:
            resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
          validations:
            - expression: "!object.spec.containers.exists(c, c.image.contains('agent'))"
              message: no agents here
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec:
          policyName: %1$s
          validationActions: [Deny]
          matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}}
        """
            .formatted(name, namespace.name()));
    await("the policy holds").atMost(Duration.ofSeconds(30)).until(this::isAgentRefused);
    Hawser.Result result = dryRun(place.kubeconfig());
    assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
    assertThat(result.failureLine()).contains(name, "no agents here");
  }

  private boolean isAgentRefused() {
    try {
      place
          .client()
          .pods()
          .inNamespace(namespace.name())
          .load(
              stream(
                  """
                  apiVersion: v1
                  kind: Pod
                  metadata: {name: probe}
                  spec: {containers: [{name: a, image: agent}]}
                  """))
          .dryRun()
          .create();
      return false;
    } catch (KubernetesClientException refused) {
      return true;
    }
  }

  @Test
  void whatScalesLimitsAndGuardsThePodsIsNamedAndASessionWorksBesideIt() {
    make(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: scaler}
        spec:
          minReplicas: 1
          maxReplicas: 4
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: orders}
          metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: budget}
        spec: {maxUnavailable: 0, selector: {matchLabels: {app: orders}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: closed}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """);
    Hawser.Result result = connect(place.kubeconfig());
    assertThat(result.exitCode()).as(result.description()).isEqualTo(0);
    assertThat(String.join("\n", result.errors()))
        .contains("HorizontalPodAutoscaler scaler may start up to 4 agents")
        .contains("PodDisruptionBudget budget counts")
        .contains("NetworkPolicy closed limits what the pods may call");
  }

  @Test
  void aPortOfTheNodeIsToldBeforeAndTheSchedulersWordsAfterAndTheChangeUndone() {
    try (TestNamespace held = new TestNamespace(place, Map.of())) {
      held.create("lone.yaml");
      held.workload("orders")
          .edit(
              deployment -> {
                deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getPorts()
                    .getFirst()
                    .setHostPort(18099);
                deployment.getSpec().getStrategy().setType("RollingUpdate");
                return deployment;
              });
      held.awaitAvailable("orders");
      ObjectNode before = held.workload("orders").original();
      Hawser.Result result = connect(held.name(), place.kubeconfig());
      assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
      assertThat(result.failureLine()).contains("cannot be scheduled", "free ports");
      assertThat(String.join("\n", result.errors()))
          .contains("a pod holds its node's port 18099 (hostPort)");
      assertThat(held.workload("orders").original()).isEqualTo(before);
    }
  }

  @Test
  void aVolumeThatIsMissingIsToldInTheKubeletsWordsAndTheChangeUndone() {
    try (TestNamespace torn = new TestNamespace(place, Map.of())) {
      torn.create("lone.yaml");
      torn.awaitAvailable("orders");
      make(
          torn.name(),
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: soon-gone}
          """);
      torn.workload("orders")
          .edit(
              deployment -> {
                PodSpec pod = deployment.getSpec().getTemplate().getSpec();
                pod.getVolumes()
                    .add(
                        new VolumeBuilder()
                            .withName("keys")
                            .withNewSecret()
                            .withSecretName("soon-gone")
                            .endSecret()
                            .build());
                pod.getContainers()
                    .getFirst()
                    .getVolumeMounts()
                    .add(new VolumeMountBuilder().withName("keys").withMountPath("/keys").build());
                return deployment;
              });
      torn.workload("orders").awaitOriginalPods();
      place.client().secrets().inNamespace(torn.name()).withName("soon-gone").delete();
      ObjectNode before = torn.workload("orders").original();
      Hawser.Result result = connect(torn.name(), place.kubeconfig());
      assertThat(result.exitCode()).as(result.description()).isEqualTo(4);
      assertThat(result.failureLine())
          .as(result.description())
          .contains("FailedMount", "secret \"soon-gone\" not found");
      assertThat(torn.workload("orders").original()).isEqualTo(before);
    }
  }

  private Hawser.Result dryRun(Path kubeconfig) {
    return Hawser.run(
        place, kubeconfig, "connect", "svc/orders", "-n", namespace.name(), "--dry-run");
  }

  /// A session whose command ends as soon as it is started.
  private Hawser.Result connect(Path kubeconfig) {
    return connect(namespace.name(), kubeconfig);
  }

  private Hawser.Result connect(String where, Path kubeconfig) {
    List<String> words =
        new ArrayList<>(
            List.of("connect", "svc/orders", "-n", where, "--yes", "--port", freePort(), "--"));
    words.addAll(LocalProgram.program());
    words.addAll(List.of("exit", "0"));
    return Hawser.run(place, kubeconfig, words.toArray(String[]::new));
  }

  private static String freePort() {
    return LocalProgram.freePorts(1).getFirst() + ":8080";
  }

  private void make(String yaml) {
    made.addAll(make(namespace.name(), yaml));
  }

  private List<HasMetadata> make(String where, String yaml) {
    return place.client().load(stream(yaml)).inNamespace(where).create();
  }

  private static ByteArrayInputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private void label(@Nullable String level) {
    place
        .client()
        .namespaces()
        .withName(namespace.name())
        .edit(
            one -> {
              one.getMetadata().getLabels().remove(ENFORCE);
              if (level != null) {
                one.getMetadata().getLabels().put(ENFORCE, level);
              }
              return one;
            });
  }
}
