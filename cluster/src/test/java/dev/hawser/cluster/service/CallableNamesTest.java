package dev.hawser.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.endpoint.outbound.ClusterService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallableNamesTest {
  private static final String HEADLESS =
      """
      clusterIP: None, selector: {app: db},
      ports: [{name: sql, port: 1, targetPort: sql}, {name: web, port: 80}]""";

  private static Service service(String spec) {
    return Serialization.unmarshal(
        "kind: Service\napiVersion: v1\nmetadata: {name: db, namespace: shop}\nspec: {%s}"
            .formatted(spec),
        Service.class);
  }

  private static Pod pod(String name, String more) {
    return Serialization.unmarshal(
        """
        kind: Pod
        apiVersion: v1
        metadata: {name: %1$s, namespace: shop, labels: {app: db, pod: %1$s}}
        spec:
          %2$s
          containers:
            - name: db
              ports: [{name: sql, containerPort: 5432}, {containerPort: 53, protocol: UDP}]
          initContainers:
            - name: metrics
              restartPolicy: Always
              ports: [{containerPort: 9187}]
        """
            .formatted(name, more),
        Pod.class);
  }

  private static ClusterService.Port port(String name, int number) {
    return new ClusterService.Port(Optional.of(name), number);
  }

  @Test
  void aServiceIsCalledAtItsOwnTcpPorts() {
    Service service =
        service(
            """
            clusterIP: 10.0.0.1, selector: {app: db},
            ports: [{name: sql, port: 1, targetPort: 2}, {name: u, port: 3, protocol: UDP}]""");

    assertThat(CallableNames.needsPods(service)).isFalse();
    assertThat(CallableNames.of(service, List.of()))
        .containsExactly(new ClusterService("db", "shop", List.of(port("sql", 1)), "db.shop"));
  }

  @Test
  void aServiceWithoutTcpPortsIsNotCalled() {
    assertThat(CallableNames.of(service("ports: [{port: 53, protocol: UDP}]"), List.of()))
        .isEmpty();
  }

  @Test
  void aHeadlessServiceIsCalledAtItsPodsPortsAndSoIsEachPodThatHasAName() {
    Service service = service(HEADLESS);
    List<Pod> pods =
        List.of(
            pod("db-0", "hostname: db-0\n  subdomain: db"),
            pod("other-0", "hostname: other-0\n  subdomain: other"),
            pod("nameless", ""));

    assertThat(CallableNames.needsPods(service)).isTrue();
    List<ClusterService.Port> ports =
        List.of(
            port("sql", 5432), port("web", 80), new ClusterService.Port(Optional.empty(), 9187));
    assertThat(CallableNames.of(service, pods))
        .containsExactly(
            new ClusterService("db", "shop", ports, "db.shop"),
            new ClusterService("db-0.db", "shop", ports, "db-0.db.shop"));
  }

  @Test
  void aPodThatHasEndedOrIsAnothersIsNotCalled() {
    Pod ended = pod("db-0", "hostname: db-0\n  subdomain: db");
    ended.setStatus(new PodStatusBuilder().withPhase("Failed").build());
    Pod others = pod("db-1", "hostname: db-1\n  subdomain: db");
    others.getMetadata().getLabels().put("app", "web");

    assertThat(CallableNames.of(service(HEADLESS), List.of(ended, others)))
        .containsExactly(new ClusterService("db", "shop", List.of(port("web", 80)), "db.shop"));
  }

  @Test
  void aHeadlessServiceWithoutSelectorHasThePortsThatItSays() {
    Service service =
        service(
            "clusterIP: None, ports: [{name: sql, port: 5432}, {name: x, port: 1, targetPort: y}]");

    assertThat(CallableNames.needsPods(service)).isFalse();
    assertThat(CallableNames.of(service, List.of()))
        .containsExactly(new ClusterService("db", "shop", List.of(port("sql", 5432))));
  }

  @Test
  void anExternalNameIsDialledByTheNameThatItPointsTo() {
    assertThat(
            CallableNames.of(
                service(
                    "type: ExternalName, externalName: db.example, ports: [{name: sql, port: 5432}]"),
                List.of()))
        .containsExactly(
            new ClusterService("db", "shop", List.of(port("sql", 5432)), "db.example"));
  }

  @Test
  void anExternalNameWithoutPortsIsCalledAsAWebSite() {
    assertThat(
            CallableNames.of(service("type: ExternalName, externalName: db.example"), List.of())
                .getFirst()
                .ports()
                .stream()
                .map(ClusterService.Port::number))
        .containsExactly(443, 80);
  }
}
