package dev.hawser.cli.connect;

import dev.hawser.cli.config.Configured;
import dev.hawser.cli.config.LocalProcessConfig;
import dev.hawser.cli.config.Template;
import dev.hawser.cli.config.TemplateVariable;
import dev.hawser.cluster.Cluster;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.endpoint.outbound.ClusterService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Variables that the user's files give the local process in the place of the container's.
///
/// @param variables a later one of the same name counts
/// @param remarks what of the files is not done
public record Overrides(List<TemplateVariable> variables, List<String> remarks) {
  public static final Overrides NONE = new Overrides(List.of(), List.of());

  public Overrides {
    variables = List.copyOf(variables);
    remarks = List.copyOf(remarks);
  }

  /// @param configured those of the configuration, which go before the others
  /// @throws dev.hawser.endpoint.failure.FailureException if a token is malformed
  public static Overrides of(LocalProcessConfig file, Optional<Configured> configured) {
    List<TemplateVariable> all = new ArrayList<>(file.variables());
    configured.ifPresent(
        own -> own.variables().forEach((name, value) -> all.add(variable(name, value, own))));
    return new Overrides(all, file.remarks());
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

  /// What is to be reachable here for their sake, besides the namespace's Services.
  List<ClusterService> wanted(Cluster cluster) {
    return parts()
        .flatMap(
            part ->
                switch (part) {
                  case Template.ExternalEndpoint outside ->
                      Stream.of(ClusterService.outside(outside.host(), outside.ports()));
                  case Template.ServiceAddress service ->
                      service.namespace().stream()
                          .filter(namespace -> !namespace.equals(cluster.namespace()))
                          .flatMap(namespace -> cluster.in(namespace).services().stream())
                          .filter(one -> one.name().equals(service.name()));
                  case Template.Literal _, Template.VolumeMount _ -> Stream.of();
                })
        .distinct()
        .toList();
  }

  boolean nameVolumes() {
    return parts().anyMatch(Template.VolumeMount.class::isInstance);
  }

  private Stream<Template.Part> parts() {
    return variables.stream().flatMap(variable -> variable.value().parts().stream());
  }
}
