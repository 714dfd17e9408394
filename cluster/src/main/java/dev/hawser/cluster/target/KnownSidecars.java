package dev.hawser.cluster.target;

import io.fabric8.kubernetes.api.model.Container;
import java.util.List;
import java.util.Set;

/// Containers that serve the others of their pod, and are seldom what somebody wants to debug:
/// proxies of meshes and databases, collectors of logs, metrics and secrets.
final class KnownSidecars {
  private static final Set<String> NAMES =
      Set.of(
          "istio-proxy",
          "linkerd-proxy",
          "envoy",
          "envoy-sidecar",
          "consul-dataplane",
          "kuma-sidecar",
          "queue-proxy",
          "daprd",
          "vault-agent",
          "cloud-sql-proxy",
          "cloudsql-proxy",
          "xray-daemon",
          "otc-container",
          "jaeger-agent",
          "fluent-bit",
          "fluentd",
          "filebeat",
          "datadog-agent");

  /// What their images' names end with, before the tag.
  private static final List<String> IMAGES =
      List.of(
          "istio/proxyv2",
          "linkerd/proxy",
          "envoyproxy/envoy",
          "hashicorp/consul-dataplane",
          "kumahq/kuma-dp",
          "daprio/daprd",
          "dapr/daprd",
          "hashicorp/vault",
          "cloud-sql-proxy",
          "cloudsql-docker/gce-proxy",
          "opentelemetry-collector",
          "opentelemetry-collector-contrib",
          "fluent/fluent-bit",
          "fluent/fluentd",
          "beats/filebeat");

  private KnownSidecars() {}

  static boolean contains(Container container) {
    return NAMES.contains(container.getName())
        || (container.getImage() != null && isKnown(name(container.getImage())));
  }

  private static boolean isKnown(String image) {
    return IMAGES.stream().anyMatch(known -> image.equals(known) || image.endsWith("/" + known));
  }

  /// Without digest and tag; a colon before the last slash is that of a registry's port.
  private static String name(String image) {
    String name = image.replaceFirst("@.*", "");
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }
}
