package dev.hawser.endpoint.environment;

import dev.hawser.endpoint.outbound.PublishedService;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Variables in the order in which they came. Values are secrets: [#toString] tells none.
public final class Environment {
  public static final String VOLUMES = "HAWSER_VOLUMES";

  private final Map<String, String> variables;
  private final List<String> remarks;
  private final Set<String> setHere;

  Environment(Map<String, String> variables, List<String> remarks) {
    this(variables, remarks, Set.of());
  }

  private Environment(Map<String, String> variables, List<String> remarks, Set<String> setHere) {
    this.variables = Collections.unmodifiableMap(variables);
    this.remarks = List.copyOf(remarks);
    this.setHere = Set.copyOf(setHere);
  }

  public static Environment of(Map<String, String> variables) {
    return new Environment(new LinkedHashMap<>(variables), List.of());
  }

  /// @param remarks what a user should know: one line each, with names and without values
  public static Environment of(Map<String, String> variables, List<String> remarks) {
    return new Environment(new LinkedHashMap<>(variables), remarks);
  }

  /// Reads what the kernel or the agent tells: `NAME=VALUE`, each followed by a zero byte.
  public static Environment parse(byte[] block) {
    return EnvironmentBlock.parse(block);
  }

  /// These, with the values that another has of those names.
  public Environment renewed(Environment other, Set<String> names) {
    Map<String, String> renewed = new LinkedHashMap<>(variables);
    renewed.replaceAll(
        (name, value) -> names.contains(name) ? other.variables.getOrDefault(name, value) : value);
    return new Environment(renewed, remarks);
  }

  /// Those that are of use outside the container.
  public Environment within(Scope scope) {
    Map<String, String> kept = new LinkedHashMap<>(variables);
    kept.keySet()
        .removeIf(
            switch (scope) {
              case APPLICATION -> MachineVariables::stays;
              case EVERYTHING -> MachineVariables::isHawsers;
            });
    return new Environment(kept, remarks);
  }

  /// How much of a container's environment is wanted.
  public enum Scope {
    /// What says something about the application.
    APPLICATION,
    /// Also what describes the container's image: `PATH`, `HOME`, `JAVA_HOME`, …
    EVERYTHING
  }

  /// The same with the addresses of services and of volumes as they are here.
  ///
  /// @param namespace the container's: its services are those whose variables the kubelet gives
  /// @param volumes where the container's volumes are mirrored, if they are
  public Environment forLocalProcess(
      String namespace, List<PublishedService> services, Optional<Path> volumes) {
    Map<String, String> local = new LinkedHashMap<>(variables);
    Map<String, String> containers = Map.copyOf(local);
    new ServiceVariables(local, namespace).pointTo(services);
    volumes.ifPresent(path -> local.put(VOLUMES, path.toAbsolutePath().toString()));
    Set<String> changed =
        local.keySet().stream()
            .filter(name -> !Objects.equals(local.get(name), containers.get(name)))
            .collect(Collectors.toSet());
    return new Environment(local, remarks, changed);
  }

  /// These, overlaid with others, which may be secrets.
  public Environment overriddenBy(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(variables);
    all.putAll(others);
    Set<String> stillSetHere = new HashSet<>(setHere);
    stillSetHere.removeAll(others.keySet());
    return new Environment(all, remarks, stillSetHere);
  }

  /// All variables of a process: the machine's, overlaid with these.
  public Map<String, String> over(Map<String, String> machine) {
    Map<String, String> all = new LinkedHashMap<>(machine);
    all.putAll(variables);
    return all;
  }

  public Map<String, String> variables() {
    return variables;
  }

  /// The names of those that have their value from this machine and not from the container, so that
  /// it is nobody's secret.
  public Set<String> setHere() {
    return setHere;
  }

  /// What a user should know about the reading: one line each, with names and without values.
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public String toString() {
    return variables.size() + " variables";
  }
}
