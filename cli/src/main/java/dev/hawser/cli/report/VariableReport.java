package dev.hawser.cli.report;

import dev.hawser.endpoint.environment.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A variable of the local process. Values of the container are secrets and are never told.
///
/// @param value of one that Hawser itself set; else null
public record VariableReport(String name, @Nullable String value) {

  /// In the order of their names.
  public static List<VariableReport> of(Environment environment) {
    return environment.variables().entrySet().stream()
        .map(
            variable ->
                new VariableReport(
                    variable.getKey(),
                    environment.setHere().contains(variable.getKey()) ? variable.getValue() : null))
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }
}
