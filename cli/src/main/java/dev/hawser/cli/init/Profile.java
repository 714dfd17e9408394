package dev.hawser.cli.init;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the wizard has found out, as it is written into `.hawser/config.yaml`.
///
/// @param name the profile's
/// @param context empty if the kubeconfig's current one is to count
/// @param container empty if nobody has to be told
/// @param ports each `LOCAL:CONTAINER`
public record Profile(
    String name,
    String target,
    Optional<String> context,
    String namespace,
    Optional<String> container,
    List<String> ports,
    Launch launch) {

  public Profile {
    ports = List.copyOf(ports);
  }

  /// Lines of YAML below `profiles:`, each level indented by two.
  List<String> yaml() {
    List<String> lines = new ArrayList<>();
    lines.add("  %s:".formatted(plain(name)));
    lines.add("    target: " + plain(target));
    context.ifPresent(one -> lines.add("    context: " + plain(one)));
    lines.add("    namespace: " + plain(namespace));
    container.ifPresent(one -> lines.add("    container: " + plain(one)));
    lines.add("    ports: " + list(ports));
    lines.add("    command: " + list(launch.command()));
    if (launch.jdwp()) {
      launch.debugger().ifPresent(debugger -> lines.add("    jdwp: " + debugger.port()));
    }
    return lines;
  }

  private static String list(List<String> words) {
    return words.stream().map(Profile::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String plain(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9._/@-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n")
        ? text
        : quoted(text);
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
