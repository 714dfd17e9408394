package dev.hawser.cli.connect;

import dev.hawser.cli.config.Template;
import dev.hawser.cli.config.TemplateVariable;
import dev.hawser.cluster.target.MountedVolume;
import dev.hawser.endpoint.outbound.PublishedService;
import io.netty.util.NetUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the tokens of the user's files stand for in this session.
///
/// @param namespace the target's
/// @param mounts the container's volumes
/// @param volumes where they are mirrored
/// @param namesReach whether the local process reaches a host by its name
record TokenValues(
    String namespace,
    List<PublishedService> services,
    List<MountedVolume> mounts,
    Path volumes,
    boolean namesReach) {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String OLD_ACCOUNT_VOLUME = "default-token-";

  /// @param remarks variables that are left out, and why
  record Resolved(Map<String, String> variables, List<String> remarks) {}

  Resolved of(List<TemplateVariable> templates) {
    Map<String, String> variables = new LinkedHashMap<>();
    List<String> remarks = new ArrayList<>();
    for (TemplateVariable template : templates) {
      StringBuilder value = new StringBuilder();
      List<String> lacking = new ArrayList<>();
      for (Template.Part part : template.value().parts()) {
        value(part).ifPresentOrElse(value::append, () -> lacking.add(whyNot(part)));
      }
      if (lacking.isEmpty()) {
        variables.put(template.name(), value.toString());
      } else {
        remarks.add(
            "%s: %s is left as it is: %s"
                .formatted(template.origin(), template.name(), String.join(", ", lacking)));
      }
    }
    return new Resolved(variables, remarks);
  }

  private Optional<String> value(Template.Part part) {
    return switch (part) {
      case Template.Literal literal -> Optional.of(literal.text());
      case Template.VolumeMount named ->
          mount(named.name()).map(this::mirrored).map(Path::toString);
      case Template.ServiceAddress service ->
          address(service.name(), service.namespace().orElse(namespace));
      case Template.ExternalEndpoint outside ->
          address(outside.host(), "")
              .map(
                  address ->
                      namesReach && !NetUtil.isValidIpV4Address(outside.host())
                          ? outside.host() // certificates are for the name
                          : address);
    };
  }

  private static String whyNot(Template.Part part) {
    return switch (part) {
      case Template.VolumeMount mount ->
          "the container has no volume '%s' here".formatted(mount.name());
      case Template.ServiceAddress service -> "there is no Service " + service;
      case Template.ExternalEndpoint outside -> outside + " cannot be listened for";
      case Template.Literal literal -> literal.text();
    };
  }

  private Optional<String> address(String name, String ofNamespace) {
    return services.stream()
        .filter(one -> one.service().name().equals(name))
        .filter(one -> one.service().namespace().equals(ofNamespace))
        .map(one -> one.address().getHostAddress())
        .findFirst();
  }

  /// The container's volume of that name that is here; `*` stands for anything.
  ///
  /// Before Kubernetes 1.21 the volume of a service account's token went by another name.
  Optional<MountedVolume> mount(String name) {
    Pattern wanted = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
    return mounts.stream()
        .filter(
            mount ->
                wanted.matcher(mount.name()).matches()
                    || (name.startsWith(OLD_ACCOUNT_VOLUME) && mount.path().equals(ACCOUNT)))
        .filter(mount -> Files.exists(mirrored(mount)))
        .findFirst();
  }

  Path mirrored(MountedVolume mount) {
    return volumes.resolve(mount.path().substring(1));
  }
}
