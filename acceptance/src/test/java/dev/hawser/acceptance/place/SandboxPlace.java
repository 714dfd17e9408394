package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sandbox of its own, in which the test program is a process of this machine.
final class SandboxPlace implements Place {
  private static final String READY = "hawser-sandbox: ready ";

  private final Path directory;
  private final RunningProcess sandbox;
  private final Path kubeconfig;
  private final KubernetesClient client;

  SandboxPlace() {
    try {
      directory = Files.createTempDirectory("hawser-acceptance");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    sandbox =
        RunningProcess.start(
            "sandbox",
            new ProcessBuilder(
                Checkout.JAVA.toString(),
                "-cp",
                Checkout.classPath("sandbox"),
                "dev.hawser.sandbox.Main",
                "--directory",
                directory.toString(),
                "--image",
                image("program") + "=" + String.join(" ", programWords()),
                "--image",
                SHELL + "="));
    kubeconfig =
        Path.of(
            sandbox
                .awaitLine(line -> line.startsWith(READY), Duration.ofSeconds(30))
                .substring(READY.length()));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
  }

  private static List<String> programWords() {
    return List.of(
        "\"" + Checkout.JAVA + "\"",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx96m",
        "-Djdk.net.hosts.file={hosts}",
        "-cp",
        "\"" + Checkout.TEST_CLASSES + "\"",
        "dev.hawser.acceptance.program.Program",
        "--bind",
        "{address}");
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
    return Map.of("KUBECONFIG", kubeconfig.toString());
  }

  @Override
  public List<String> program() {
    // what is executed in a container of the sandbox finds the pod's names beside its root
    return List.of(
        "sh",
        "-c",
        "exec \"%s\" -XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=\"$HAWSER_VOLUME_ROOT/../../hosts\" -cp \"%s\" dev.hawser.acceptance.program.Program \"$@\""
            .formatted(Checkout.JAVA, Checkout.TEST_CLASSES),
        "program");
  }

  /// By the hosts file of the pod that its command names.
  @Override
  public ProcessHandle process(Pod pod, String container) {
    String hosts =
        "/pods/%s_%s/hosts"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().command().filter(program -> program.endsWith("/java")).isPresent())
        .filter(process -> process.info().commandLine().filter(l -> l.contains(hosts)).isPresent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no process of " + container + " in " + hosts));
  }

  @Override
  public boolean hasJobs() {
    return false;
  }

  @Override
  public Line line() {
    return new ProxyLine(
        URI.create(client.getConfiguration().getMasterUrl()), kubeconfig, directory);
  }

  @Override
  public long bigTransferBytes() {
    return 16 << 20;
  }

  /// Pods are processes of this machine, on loopback addresses of their own.
  @Override
  public String[] straightToAgents(String namespace) {
    return new String[] {"--direct"};
  }

  @Override
  public LimitedUser userWithout(String verb, String resource, String namespace) {
    ConfigMap denied =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("hawser-sandbox-denied")
            .withNamespace("kube-system")
            .endMetadata()
            .addToData("acceptance", "%s %s %s".formatted(verb, resource, namespace))
            .build();
    client.resource(denied).create();
    return new LimitedUser() {
      @Override
      public Path kubeconfig() {
        return kubeconfig;
      }

      @Override
      public void close() {
        client.resource(denied).delete();
      }
    };
  }

  @Override
  public void close() {
    client.close();
    sandbox.close();
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
