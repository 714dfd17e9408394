package dev.hawser.cli.init;

import dev.hawser.cli.connect.PortMapping;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import dev.hawser.tunnel.frame.PeerText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Finds out, question by question, what `hawser connect` needs to be told for one service. Nothing
/// is written and nothing in the cluster is changed.
///
/// @param directory of the project
public record Wizard(Given given, Answers answers, Surroundings surroundings, Path directory) {
  private static final int FIRST_UNPRIVILEGED_PORT = 1024;
  private static final String COMMAND = "-- COMMAND at the end";
  private static final String ANOTHER = "another command";

  /// What was found out.
  public record Outcome(Profile profile, Ide ide) {}

  public Outcome run() {
    List<String> contexts = surroundings.contexts();
    String context = context(contexts);
    String namespace;
    try (Surroundings.Place place = surroundings.place(context, given.namespace())) {
      namespace = namespace(place);
    }
    try (Surroundings.Place place = surroundings.place(context, Optional.of(namespace))) {
      TargetName target = TargetName.parse(target(place));
      Optional<String> container = container(place, target);
      List<String> ports = ports(place.resolve(target, container));
      Launch launch = launch();
      Profile profile =
          new Profile(
              name(target),
              target.toString(),
              contexts.isEmpty() ? Optional.empty() : Optional.of(context),
              namespace,
              container,
              ports,
              launch);
      return new Outcome(profile, ide());
    }
  }

  private String context(List<String> contexts) {
    return given
        .context()
        .orElseGet(
            () ->
                contexts.size() == 1
                    ? contexts.getFirst()
                    : answers.choose(
                        "Which cluster (context of the kubeconfig)?",
                        "--context",
                        contexts,
                        contexts.stream().findFirst()));
  }

  private String namespace(Surroundings.Place place) {
    if (given.namespace().isPresent()) {
      return place.namespace();
    }
    List<String> namespaces = place.namespaces();
    Optional<String> suggested = Optional.of(place.namespace());
    return namespaces.isEmpty()
        ? answers.text("Which namespace?", "--namespace", suggested, Wizard::nothingWrong)
        : answers.choose("Which namespace?", "--namespace", namespaces, suggested);
  }

  private String target(Surroundings.Place place) {
    return given.target().orElseGet(() -> "svc/" + service(place.services()));
  }

  private String service(List<String> services) {
    Optional<String> suggested =
        services.size() == 1 ? Optional.of(services.getFirst()) : Optional.empty();
    return answers.choose(
        "Which service shall come to this machine?", "TARGET", services, suggested);
  }

  /// Asked for only where there are several; the Service tells in most cases.
  private Optional<String> container(Surroundings.Place place, TargetName target) {
    if (given.container().isPresent()) {
      return given.container();
    }
    List<String> containers = place.containers(target);
    if (containers.size() < 2) {
      return Optional.empty();
    }
    return Optional.of(
        answers.choose(
            "Which container of its pods?", "--container", containers, Optional.empty()));
  }

  private List<String> ports(ResolvedTarget target) {
    if (!given.ports().isEmpty()) {
      return given.ports().stream().map(Wizard::text).toList();
    }
    return target.inboundPorts().stream()
        .map(InboundPort::containerPort)
        .map(
            port -> {
              int suggested = port < FIRST_UNPRIVILEGED_PORT ? 8000 + port : port;
              String local =
                  answers.text(
                      "At which port does it listen here, for port %d of container %s?"
                          .formatted(port, target.container()),
                      "--port",
                      Optional.of(String.valueOf(suggested)),
                      Wizard::whyNoPort);
              return text(new PortMapping(PortMapping.parse(local).local(), OptionalInt.of(port)));
            })
        .toList();
  }

  private static String text(PortMapping mapping) {
    return mapping.container().isPresent()
        ? mapping.local() + ":" + mapping.container().getAsInt()
        : String.valueOf(mapping.local());
  }

  private Launch launch() {
    if (!given.command().isEmpty()) {
      return given(given.command());
    }
    List<Launch> found = ProjectKind.of(directory);
    List<String> commands = found.stream().map(one -> String.join(" ", one.command())).toList();
    String chosen =
        found.isEmpty()
            ? ANOTHER
            : answers.choose(
                "Which command starts it?",
                COMMAND,
                Stream.concat(commands.stream(), Stream.of(ANOTHER)).toList(),
                commands.stream().findFirst());
    return chosen.equals(ANOTHER)
        ? given(
            List.of(
                answers
                    .text(
                        "With which words is it started?",
                        COMMAND,
                        Optional.empty(),
                        Wizard::nothingWrong)
                    .split("\\s+")))
        : found.get(commands.indexOf(chosen));
  }

  private Launch given(List<String> command) {
    return given.jdwpPort().isPresent()
        ? new Launch(
            command,
            Optional.of(
                new Launch.Debugger(Launch.Debugger.Kind.JAVA, given.jdwpPort().getAsInt())),
            true)
        : Launch.plain(command.toArray(String[]::new));
  }

  private String name(TargetName target) {
    given
        .profile()
        .flatMap(Wizard::whyNoName)
        .ifPresent(
            why -> {
              throw new Failure(FailureKind.USAGE, why, "give another with --profile")
                  .asException();
            });
    return given
        .profile()
        .orElseGet(
            () ->
                answers.text(
                    "Under which name is it kept?",
                    "--profile",
                    Optional.of(target.name()),
                    Wizard::whyNoName));
  }

  /// It becomes part of files' names and of command lines.
  private static Optional<String> whyNoName(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
        ? Optional.empty()
        : Optional.of(
            "'%s' is no name for a profile (expected: letters, digits, '.', '_' and '-')"
                .formatted(PeerText.clean(name, 80)));
  }

  private static Optional<String> nothingWrong(String text) {
    return Optional.empty();
  }

  private static Optional<String> whyNoPort(String text) {
    try {
      return PortMapping.parse(text).container().isEmpty()
          ? Optional.empty()
          : Optional.of("the local port alone is asked for");
    } catch (IllegalArgumentException malformed) {
      return Optional.of(String.valueOf(malformed.getMessage()));
    }
  }

  private Ide ide() {
    return given
        .ide()
        .orElseGet(
            () ->
                Ide.of(
                    answers.choose(
                        "For which editor are run configurations written?",
                        "--ide",
                        Ide.names(),
                        Optional.of(Ide.usedIn(directory).toString()))));
  }
}
