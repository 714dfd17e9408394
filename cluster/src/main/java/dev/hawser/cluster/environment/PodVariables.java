package dev.hawser.cluster.environment;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// Which variables tell of the pod that they are in: its name and address, and what refers to them.
final class PodVariables {
  private static final String HOSTNAME = "HOSTNAME";
  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([^)]+)\\)");

  private PodVariables() {}

  static Set<String> names(Container container) {
    Set<String> names = new LinkedHashSet<>();
    names.add(HOSTNAME);
    for (EnvVar variable : container.getEnv()) {
      if (isField(variable) || refersTo(variable, names)) {
        names.add(variable.getName());
      } else {
        names.remove(variable.getName()); // the application's own value
      }
    }
    return names;
  }

  private static boolean isField(EnvVar variable) {
    return variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null;
  }

  /// References lead to what stands before.
  private static boolean refersTo(EnvVar variable, Set<String> names) {
    return variable.getValue() != null
        && REFERENCE
            .matcher(variable.getValue())
            .results()
            .anyMatch(found -> names.contains(found.group(1)));
  }
}
