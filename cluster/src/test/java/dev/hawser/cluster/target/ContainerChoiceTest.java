package dev.hawser.cluster.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerChoiceTest {
  private static final String SIDE = "{name: side, ports: [{name: admin, containerPort: 9090}]}";
  private static final String APP =
      "{name: app, ports: [{name: http, containerPort: 8080}, {containerPort: 53, protocol: UDP}],"
          + " volumeMounts: [{name: a, mountPath: /etc/a}, {name: b, mountPath: /b}]}";
  private static final String QUIET = "{name: quiet}";

  @Test
  void theOnlyContainerIsMeant() {
    ResolvedTarget target = choose(service("8080"), APP);

    assertThat(target.container()).isEqualTo("app");
    assertThat(target.inboundPorts()).containsExactly(new InboundPort(8080));
    assertThat(target.volumeMounts()).containsExactly("/etc/a", "/b");
    assertThat(target.name()).isEqualTo(TargetName.service("orders"));
  }

  @Test
  void ofSeveralTheOneThatOwnsTheServicesPortIsMeant() {
    assertThat(choose(service("8080"), SIDE, APP).container()).isEqualTo("app");
    assertThat(choose(service("admin"), SIDE, APP).container()).isEqualTo("side");
  }

  @Test
  void aNamedPortIsResolvedToItsNumber() {
    assertThat(choose(service("http"), SIDE, APP).inboundPorts())
        .containsExactly(new InboundPort(8080));
  }

  @Test
  void aPortThatNobodyDeclaresIsTheContainersAllTheSame() {
    assertThat(choose(service("7000"), QUIET).inboundPorts())
        .containsExactly(new InboundPort(7000));
  }

  @Test
  void aPortThatAnotherContainerDeclaresIsNotListenedOn() {
    Service both = service("8080", "admin");

    assertThat(
            ContainerChoice.choose(
                    deployment(SIDE, APP),
                    Optional.of(both),
                    Optional.of("app"),
                    ContainerQuestion.NOBODY)
                .inboundPorts())
        .containsExactly(new InboundPort(8080));
  }

  @Test
  void aKnownSidecarIsNotMeantByItsNameOrItsImage() {
    String byName = "{name: istio-proxy, image: whatever:1}";
    String byImage = "{name: side, image: 'docker.io:443/envoyproxy/envoy:v1.34@sha256:00'}";

    assertThat(choose(service("7000"), byName, APP, byImage).container()).isEqualTo("app");
  }

  @Test
  void aKnownSidecarThatIsAloneOrNamedIsMeantAllTheSame() {
    String envoy = "{name: envoy, ports: [{containerPort: 8080}]}";

    assertThat(choose(service("8080"), envoy).container()).isEqualTo("envoy");
    assertThat(
            ContainerChoice.choose(
                    deployment(envoy, APP),
                    Optional.of(service("8080")),
                    Optional.of("envoy"),
                    ContainerQuestion.NOBODY)
                .container())
        .isEqualTo("envoy");
  }

  @Test
  void whereNothingTellsTheUserPicksOneOfThem() {
    ContainerQuestion picksApp =
        (workload, containers) -> {
          assertThat(workload.toString()).isEqualTo("deploy/orders");
          assertThat(containers).containsExactly("side", "app");
          return Optional.of("app");
        };

    assertThat(choose(picksApp, service("7000"), SIDE, APP).container()).isEqualTo("app");
  }

  @Test
  void nobodyIsAskedWhereSomethingTells() {
    ContainerQuestion never =
        (workload, containers) -> {
          throw new AssertionError("asked");
        };

    assertThat(choose(never, service("8080"), SIDE, APP).container()).isEqualTo("app");
  }

  @Test
  void whereNothingTellsTheContainersAreListed() {
    assertThatThrownBy(() -> choose(service("7000"), SIDE, APP))
        .hasMessageContaining("several containers")
        .hasMessageContaining("--container: side, app");
  }

  @Test
  void aContainerThatIsNotThereIsRefusedWithTheListOfThose() {
    assertThatThrownBy(
            () ->
                ContainerChoice.choose(
                    deployment(SIDE, APP),
                    Optional.empty(),
                    Optional.of("other"),
                    ContainerQuestion.NOBODY))
        .hasMessageContaining("no container 'other'")
        .hasMessageContaining("side, app");
  }

  @Test
  void aDeploymentIsReachedAtItsDeclaredTcpPorts() {
    ResolvedTarget target =
        ContainerChoice.choose(
            deployment(APP), Optional.empty(), Optional.empty(), ContainerQuestion.NOBODY);

    assertThat(target.inboundPorts()).containsExactly(new InboundPort(8080));
    assertThat(target.name())
        .isEqualTo(new TargetName.OfWorkload(WorkloadKind.DEPLOYMENT, "orders"));
  }

  @Test
  void aDeploymentThatDeclaresNoneIsRefusedWithAdvice() {
    assertThatThrownBy(
            () ->
                ContainerChoice.choose(
                    deployment(QUIET),
                    Optional.empty(),
                    Optional.empty(),
                    ContainerQuestion.NOBODY))
        .hasMessageContaining("declares no TCP port")
        .hasMessageContaining("svc/NAME");
  }

  @Test
  void aNameThatNoContainerDeclaresLeavesNoPort() {
    assertThatThrownBy(() -> choose(service("grpc"), APP))
        .hasMessageContaining("no TCP port that arrives in container 'app'");
  }

  private static ResolvedTarget choose(Service service, String... containers) {
    return choose(ContainerQuestion.NOBODY, service, containers);
  }

  private static ResolvedTarget choose(
      ContainerQuestion question, Service service, String... containers) {
    return ContainerChoice.choose(
        deployment(containers), Optional.of(service), Optional.empty(), question);
  }

  private static PodSource deployment(String... containers) {
    return PodSources.of(
        WorkloadKind.DEPLOYMENT,
        "{metadata: {name: orders, namespace: shop, uid: u}, spec: {replicas: 2, template: {spec:"
            + " {initContainers: [{name: mesh, restartPolicy: Always}], containers: ["
            + String.join(", ", containers)
            + "]}}}}");
  }

  private static Service service(String... targetPorts) {
    List<String> ports =
        List.of(targetPorts).stream()
            .map(target -> "{port: 80, targetPort: " + target + "}")
            .toList();
    return Serialization.unmarshal(
        "---\n{metadata: {name: orders}, spec: {ports: ["
            + String.join(", ", ports)
            + ", {port: 53, protocol: UDP}]}}",
        Service.class);
  }
}
