package dev.hawser.cluster.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads them through the API, each once. Blocks.
final class ClusterSources implements ConfigSources {
  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Answer> answers = new HashMap<>();

  ClusterSources(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Answer read(Kind kind, String name) {
    return answers.computeIfAbsent(kind.named(name), object -> ask(kind, name));
  }

  private Answer ask(Kind kind, String name) {
    try {
      return switch (kind) {
        case CONFIG_MAP -> configMap(name);
        case SECRET -> secret(name);
      };
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new Missing("you may not read it");
      }
      throw e;
    }
  }

  private Answer configMap(String name) {
    @Nullable ConfigMap map = client.configMaps().inNamespace(namespace).withName(name).get();
    return map == null
        ? new Missing("it does not exist")
        : new Found(new TreeMap<>(Objects.requireNonNullElse(map.getData(), Map.of())));
  }

  private Answer secret(String name) {
    @Nullable Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      return new Missing("it does not exist");
    }
    Map<String, String> values = new LinkedHashMap<>();
    new TreeMap<>(Objects.requireNonNullElse(secret.getData(), Map.of()))
        .forEach(
            (key, base64) ->
                values.put(
                    key, new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8)));
    return new Found(values);
  }
}
