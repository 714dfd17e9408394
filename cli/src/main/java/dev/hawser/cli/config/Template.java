package dev.hawser.cli.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A value with tokens that are known only once a session is there: `$(volumeMounts:NAME)`,
/// `$(services:NAME[.NAMESPACE])` and `$(externalEndpoints:HOST:PORT[,PORT…])`.
///
/// @see <a
///     href="https://learn.microsoft.com/visualstudio/bridge/configure-bridge-to-kubernetes">whose
///     tokens they are</a>; upper and lower case are the same there
public record Template(List<Part> parts) {
  private static final Pattern TOKEN = Pattern.compile("\\$\\(([A-Za-z]+):([^()]*)\\)");
  private static final Pattern ENDPOINT =
      Pattern.compile(
          "(?<host>[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?):(?<ports>\\d{1,5}(?:,\\d{1,5})*)");

  /// What a value is put together of.
  public sealed interface Part {}

  public record Literal(String text) implements Part {}

  /// Where a volume's files lie.
  ///
  /// @param name the volume's in the pod; `*` stands for anything
  public record VolumeMount(String name) implements Part {}

  /// A Service's address.
  ///
  /// @param namespace the target's where empty
  public record ServiceAddress(String name, Optional<String> namespace) implements Part {
    @Override
    public String toString() {
      return name + namespace.map(one -> "." + one).orElse("");
    }
  }

  /// A host outside the cluster, as the pod reaches it.
  public record ExternalEndpoint(String host, List<Integer> ports) implements Part {
    @Override
    public String toString() {
      return host + ":" + ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  public Template {
    parts = List.copyOf(parts);
  }

  /// @throws IllegalArgumentException if a token is not one of these
  public static Template parse(String text) {
    List<Part> parts = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find()) {
      literal(parts, text.substring(end, token.start()));
      parts.add(token(token.group(1), token.group(2).strip(), token.group()));
      end = token.end();
    }
    literal(parts, text.substring(end));
    return new Template(parts);
  }

  private static void literal(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(text));
    }
  }

  private static Part token(String kind, String argument, String whole) {
    if (argument.isEmpty()) {
      throw new IllegalArgumentException(whole + " names nothing");
    }
    return switch (kind.toLowerCase(Locale.ROOT)) {
      case "volumemounts" -> new VolumeMount(argument);
      case "services" -> {
        String[] labels = argument.split("\\."); // more than two are the cluster's domain
        yield new ServiceAddress(
            labels[0], labels.length > 1 ? Optional.of(labels[1]) : Optional.empty());
      }
      case "externalendpoints" -> endpoint(argument, whole);
      default ->
          throw new IllegalArgumentException(
              whole + " (expected: $(volumeMounts:…), $(services:…) or $(externalEndpoints:…))");
    };
  }

  private static Part endpoint(String argument, String whole) {
    Matcher endpoint = ENDPOINT.matcher(argument);
    if (!endpoint.matches()) {
      throw new IllegalArgumentException(
          whole + " (expected: $(externalEndpoints:HOST:PORT) or HOST:PORT,PORT)");
    }
    List<Integer> ports =
        Arrays.stream(endpoint.group("ports").split(",")).map(Integer::valueOf).toList();
    if (ports.stream().anyMatch(port -> port < 1 || port > 65_535)) {
      throw new IllegalArgumentException(whole + " (expected: ports from 1 to 65535)");
    }
    return new ExternalEndpoint(endpoint.group("host").toLowerCase(Locale.ROOT), ports);
  }
}
