package dev.hawser.sandbox;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/// Objects that the tests deploy.
final class Workloads {
  static final String SHELL = "test/shell:1";
  static final int PORT = 8082;

  private Workloads() {}

  /// The shop's `stock`, which answers HTTP on [#PORT].
  static Deployment server(String name, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of("app", name))
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(2L)
        .addToContainers(
            new ContainerBuilder()
                .withName("server")
                .withImage(BuiltInImages.SHOP)
                .withArgs("stock")
                .withNewReadinessProbe()
                .withPeriodSeconds(1)
                .withNewHttpGet()
                .withPath("/healthz")
                .withNewPort(PORT)
                .endHttpGet()
                .endReadinessProbe()
                .build())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static Service service(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withSelector(Map.of("app", name))
        .addNewPort()
        .withPort(PORT)
        .endPort()
        .endSpec()
        .build();
  }

  static Pod shell(String name, String script) {
    return pod(name, SHELL, script);
  }

  static Pod pod(String name, String image, String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(1L)
        .addNewContainer()
        .withName("c")
        .withImage(image)
        .withCommand("sh", "-c", script)
        .endContainer()
        .endSpec()
        .build();
  }
}
