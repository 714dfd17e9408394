package dev.hawser.acceptance.place;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/// What `hawser rbac` prints.
public record PrintedRole(String yaml) {

  /// @param options such as `--smallest`
  public static PrintedRole print(Place place, String namespace, String... options) {
    List<String> words =
        Stream.concat(Stream.of("rbac", "-n", namespace), Stream.of(options)).toList();
    Hawser.Result result = Hawser.run(place, words.toArray(String[]::new));
    if (result.exitCode() != 0) {
      throw new AssertionError(result.description());
    }
    return new PrintedRole(String.join("\n", result.output()));
  }

  List<PolicyRule> rules() {
    return Serialization.unmarshal(yaml.split("(?m)^---$", -1)[0], Role.class).getRules();
  }

  /// One right a line, as in `get pods/log`.
  public List<String> rights() {
    return rules().stream()
        .flatMap(
            rule ->
                rule.getVerbs().stream().map(verb -> verb + " " + rule.getResources().getFirst()))
        .toList();
  }
}
