package dev.hawser.sandbox;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
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

  /// Of pods that are ready at once.
  static StatefulSet statefulSet(String name, int replicas) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withServiceName(name)
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withTemplate(idle(name))
        .endSpec()
        .build();
  }

  /// Of pods that are ready at once.
  static DaemonSet daemonSet(String name) {
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withTemplate(idle(name))
        .endSpec()
        .build();
  }

  static ReplicaSet replicaSet(String name, int replicas) {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withTemplate(idle(name))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec idle(String name) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(Map.of("app", name))
        .endMetadata()
        .withSpec(shell(name, "exec sleep 100").getSpec())
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

  /// The pod with one more container, of those that start first; both share the directory `shared`.
  static Pod after(Container first, Pod pod) {
    VolumeMount shared = new VolumeMountBuilder().withName("v").withMountPath("/shared").build();
    return new PodBuilder(pod)
        .editSpec()
        .addToInitContainers(new ContainerBuilder(first).addToVolumeMounts(shared).build())
        .editFirstContainer()
        .addToVolumeMounts(shared)
        .endContainer()
        .addNewVolume()
        .withName("v")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .endSpec()
        .build();
  }
}
