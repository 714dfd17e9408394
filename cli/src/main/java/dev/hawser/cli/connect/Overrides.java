package dev.hawser.cli.connect;

import dev.hawser.cli.config.Configured;
import dev.hawser.cli.config.LocalProcessConfig;
import dev.hawser.cli.config.LocalVolume;
import dev.hawser.cli.config.Template;
import dev.hawser.cli.config.TemplateVariable;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.outbound.ClusterService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What the user's files give the local process in the place of the container's.
///
/// @param variables a later one of the same name counts
/// @param volumes that they want at paths of this machine
/// @param remarks what of the files is not done
public record Overrides(
    List<TemplateVariable> variables, List<LocalVolume> volumes, List<String> remarks) {
  public static final Overrides NONE = new Overrides(List.of(), List.of(), List.of());

  public Overrides {
    variables = List.copyOf(variables);
    volumes = List.copyOf(volumes);
    remarks = List.copyOf(remarks);
  }

  /// @param configured those of the configuration, which go before the others
  /// @throws dev.hawser.endpoint.failure.FailureException if a token is malformed
  public static Overrides of(LocalProcessConfig file, Optional<Configured> configured) {
    List<TemplateVariable> all = new ArrayList<>(file.variables());
    configured.ifPresent(
        own -> own.variables().forEach((name, value) -> all.add(variable(name, value, own))));
    return new Overrides(all, file.volumes(), file.remarks());
  }

  private static TemplateVariable variable(String name, String value, Configured configured) {
    try {
      return new TemplateVariable(name, Template.parse(value), configured.origin());
    } catch (IllegalArgumentException e) {
      throw new Failure(
              FailureKind.USAGE,
              "%s: env %s: %s".formatted(configured.origin(), name, e.getMessage()),
              "correct the token")
          .asException(e);
    }
  }

  /// Hosts outside the cluster that are to be reachable here, each with all of its ports.
  List<ClusterService> hosts() {
    Map<String, SortedSet<Integer>> ports = new LinkedHashMap<>();
    parts()
        .filter(Template.ExternalEndpoint.class::isInstance)
        .map(Template.ExternalEndpoint.class::cast)
        .forEach(
            outside ->
                ports
                    .computeIfAbsent(outside.host(), _ -> new TreeSet<>())
                    .addAll(outside.ports()));
    return ports.entrySet().stream()
        .map(host -> ClusterService.outside(host.getKey(), List.copyOf(host.getValue())))
        .toList();
  }

  /// Services of other namespaces that are to be reachable here: names by namespace.
  Map<String, Set<String>> services(String namespace) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    parts()
        .filter(Template.ServiceAddress.class::isInstance)
        .map(Template.ServiceAddress.class::cast)
        .forEach(
            service ->
                service
                    .namespace()
                    .filter(other -> !other.equals(namespace))
                    .ifPresent(
                        other ->
                            names
                                .computeIfAbsent(other, _ -> new LinkedHashSet<>())
                                .add(service.name())));
    return names;
  }

  boolean nameVolumes() {
    return !volumes.isEmpty() || parts().anyMatch(Template.VolumeMount.class::isInstance);
  }

  private Stream<Template.Part> parts() {
    return variables.stream().flatMap(variable -> variable.value().parts().stream());
  }
}
