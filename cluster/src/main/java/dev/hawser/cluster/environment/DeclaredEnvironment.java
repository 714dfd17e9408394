package dev.hawser.cluster.environment;

import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.Unsuitable;
import dev.hawser.endpoint.environment.Environment;
import dev.hawser.tunnel.bootstrap.AgentSettings;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables that a manifest gives a container, as the kubelet puts them together (Kubernetes
/// API reference, Pod v1, Environment variables): `envFrom` in its order, `env` over it, `$(NAME)`
/// replaced where the name stands before. What only a running pod knows, and what cannot be read,
/// becomes a remark. Blocks.
public final class DeclaredEnvironment {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([^)]*)\\)");
  private static final Pattern NAME = Pattern.compile("[^=\\p{Cntrl}]+");

  private final ConfigSources sources;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  private DeclaredEnvironment(ConfigSources sources) {
    this.sources = sources;
  }

  /// @param containers those of the target's pods
  public static Environment read(
      KubernetesClient client, ResolvedTarget target, List<Container> containers) {
    Container container =
        containers.stream()
            .filter(one -> one.getName().equals(target.container()))
            .findFirst()
            .orElseThrow(() -> Unsuitable.vanished(target.workload()));
    return of(container, new ClusterSources(client, target.workload().namespace()));
  }

  static Environment of(Container container, ConfigSources sources) {
    DeclaredEnvironment declared = new DeclaredEnvironment(sources);
    container.getEnvFrom().forEach(declared::take);
    container.getEnv().stream().filter(variable -> !isAgents(variable)).forEach(declared::take);
    return Environment.of(declared.variables, declared.remarks);
  }

  private static boolean isAgents(EnvVar variable) {
    return variable.getName().startsWith(AgentSettings.PREFIX)
        && !variable.getName().startsWith(AgentSettings.KEPT);
  }

  private void take(EnvFromSource source) {
    String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
    if (source.getConfigMapRef() != null) {
      takeAll(prefix, ConfigSources.Kind.CONFIG_MAP, source.getConfigMapRef().getName());
    } else if (source.getSecretRef() != null) {
      takeAll(prefix, ConfigSources.Kind.SECRET, source.getSecretRef().getName());
    }
  }

  private void takeAll(String prefix, ConfigSources.Kind kind, String name) {
    switch (sources.read(kind, name)) {
      case ConfigSources.Found(Map<String, String> values) ->
          values.forEach(
              (key, value) -> {
                if (NAME.matcher(prefix + key).matches()) {
                  variables.put(prefix + key, value);
                }
              });
      case ConfigSources.Missing(String why) ->
          remarks.add("the variables of %s are left out: %s".formatted(kind.named(name), why));
    }
  }

  private void take(EnvVar variable) {
    String name =
        variable.getName().startsWith(AgentSettings.KEPT)
            ? variable.getName().substring(AgentSettings.KEPT.length())
            : variable.getName();
    EnvVarSource from = variable.getValueFrom();
    if (from == null) {
      variables.put(name, expanded(Objects.requireNonNullElse(variable.getValue(), "")));
    } else if (from.getConfigMapKeyRef() != null) {
      take(
          name,
          ConfigSources.Kind.CONFIG_MAP,
          from.getConfigMapKeyRef().getName(),
          from.getConfigMapKeyRef().getKey());
    } else if (from.getSecretKeyRef() != null) {
      take(
          name,
          ConfigSources.Kind.SECRET,
          from.getSecretKeyRef().getName(),
          from.getSecretKeyRef().getKey());
    } else {
      remarks.add(name + " is left out: only a running pod knows it");
    }
  }

  private void take(String name, ConfigSources.Kind kind, String object, String key) {
    switch (sources.read(kind, object)) {
      case ConfigSources.Found(Map<String, String> values) ->
          Optional.ofNullable(values.get(key))
              .ifPresentOrElse(
                  value -> variables.put(name, value),
                  () ->
                      remarks.add(
                          "%s is left out: %s has no key %s"
                              .formatted(name, kind.named(object), key)));
      case ConfigSources.Missing(String why) ->
          remarks.add("%s is left out: %s: %s".formatted(name, kind.named(object), why));
    }
  }

  /// What is not known stays as it is written.
  private String expanded(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1);
              return Matcher.quoteReplacement(
                  name == null ? "$" : variables.getOrDefault(name, found.group()));
            });
  }
}
