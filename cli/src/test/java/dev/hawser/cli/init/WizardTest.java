package dev.hawser.cli.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.cli.connect.PortMapping;
import dev.hawser.cluster.target.InboundPort;
import dev.hawser.cluster.target.ResolvedTarget;
import dev.hawser.cluster.target.TargetName;
import dev.hawser.cluster.target.Workload;
import dev.hawser.cluster.target.WorkloadKind;
import dev.hawser.endpoint.failure.FailureException;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit gives the directory
class WizardTest {
  private static final Given NOTHING =
      new Given(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Given ALL =
      new Given(
          Optional.of("kind"),
          Optional.of("shop"),
          Optional.of("svc/orders"),
          Optional.of("app"),
          List.of(PortMapping.parse("9000:80")),
          List.of("run", "it"),
          OptionalInt.of(5005),
          Optional.of("mine"),
          Optional.of(Ide.NONE));

  @TempDir Path directory;

  @Test
  void whatIsNotGivenIsAskedAndTheSuggestedAnswersDo() throws IOException {
    Files.writeString(directory.resolve("package.json"), "{}");
    Scripted answers =
        new Scripted(Map.of("TARGET", "orders", "--container", "app", "--ide", "vscode"));
    Wizard.Outcome outcome = run(NOTHING, answers);
    assertThat(answers.asked)
        .containsExactly(
            "--context",
            "--namespace",
            "TARGET",
            "--container",
            "--port",
            "-- COMMAND at the end",
            "--profile",
            "--ide");
    assertThat(outcome.ide()).isEqualTo(Ide.VSCODE);
    assertThat(outcome.profile().yaml())
        .containsExactly(
            "  orders:",
            "    target: svc/orders",
            "    context: kind",
            "    namespace: default",
            "    container: app",
            "    ports: [\"8080:80\"]",
            "    command: [\"npm\", \"start\", \"--node-options=--inspect=127.0.0.1:9229\"]");
  }

  @Test
  void theOnlyServiceIsSuggested() throws IOException {
    Files.writeString(directory.resolve("package.json"), "{}");
    Scripted answers = new Scripted(Map.of("--container", "app"));
    assertThat(run(NOTHING, answers, "orders").profile().target()).isEqualTo("svc/orders");
  }

  @Test
  void anAnswerThatCannotBeIsComplainedOf() throws IOException {
    Files.writeString(directory.resolve("package.json"), "{}");
    Scripted answers =
        new Scripted(Map.of("TARGET", "orders", "--container", "app", "--profile", "a b"));
    run(NOTHING, answers);
    assertThat(answers.complaints).singleElement().asString().contains("'a b' is no name");
    Scripted badPort =
        new Scripted(Map.of("TARGET", "orders", "--container", "app", "--port", "http"));
    assertThatThrownBy(() -> run(NOTHING, badPort)).isInstanceOf(IllegalArgumentException.class);
    assertThat(badPort.complaints).singleElement().asString().startsWith("port: http");
  }

  @Test
  void anotherCommandThanTheProjectsMayBeTyped() throws IOException {
    Files.writeString(directory.resolve("package.json"), "{}");
    Answers answers =
        new Answers() {
          @Override
          public String choose(
              String question, String flag, List<String> choices, Optional<String> suggested) {
            return flag.startsWith("--i") ? "none" : choices.getLast();
          }

          @Override
          public String text(
              String question,
              String flag,
              Optional<String> suggested,
              Function<String, Optional<String>> complaint) {
            return suggested.orElse("node  app.js");
          }
        };
    assertThat(run(NOTHING, answers).profile().launch()).isEqualTo(Launch.plain("node", "app.js"));
  }

  @Test
  void whatIsGivenIsNotAsked() {
    Wizard.Outcome outcome = run(ALL, new NoAnswers());
    assertThat(outcome.profile().yaml())
        .containsExactly(
            "  mine:",
            "    target: svc/orders",
            "    context: kind",
            "    namespace: shop",
            "    container: app",
            "    ports: [\"9000:80\"]",
            "    command: [\"run\", \"it\"]",
            "    jdwp: 5005");
  }

  @Test
  void withoutATerminalAMissingAnswerIsAUsageErrorThatNamesTheFlag() {
    assertMissing(NOTHING, "give TARGET, one of: orders, stock");
    Given target =
        new Given(
            Optional.empty(),
            Optional.empty(),
            Optional.of("svc/orders"),
            Optional.empty(),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    assertMissing(target, "give --container, one of: app, proxy");
  }

  @Test
  void aProjectThatIsNotKnownNeedsACommand() {
    Given given =
        new Given(
            Optional.empty(),
            Optional.empty(),
            Optional.of("svc/orders"),
            Optional.of("app"),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    assertMissing(given, "give -- COMMAND at the end");
  }

  private void assertMissing(Given given, String advice) {
    assertThatThrownBy(() -> run(given, new NoAnswers()))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> {
              assertThat(e.failure().kind()).isEqualTo(FailureKind.USAGE);
              assertThat(e.failure().advice()).isEqualTo(advice);
            });
  }

  private Wizard.Outcome run(Given given, Answers answers) {
    return run(given, answers, "orders", "stock");
  }

  private Wizard.Outcome run(Given given, Answers answers, String... services) {
    return new Wizard(given, answers, new Shop(List.of(services)), directory).run();
  }

  /// Says what was prepared, else what is suggested, and keeps what was asked.
  private record Scripted(Map<String, String> prepared, List<String> asked, List<String> complaints)
      implements Answers {
    Scripted(Map<String, String> prepared) {
      this(prepared, new ArrayList<>(), new ArrayList<>());
    }

    @Override
    public String choose(
        String question, String flag, List<String> choices, Optional<String> suggested) {
      String answer = text(question, flag, suggested, _ -> Optional.empty());
      assertThat(choices).contains(answer);
      return answer;
    }

    @Override
    public String text(
        String question,
        String flag,
        Optional<String> suggested,
        Function<String, Optional<String>> complaint) {
      asked.add(flag);
      String answer = Optional.ofNullable(prepared.get(flag)).or(() -> suggested).orElseThrow();
      complaint.apply(answer).ifPresent(complaints::add);
      return answer;
    }
  }

  private record Shop(List<String> services) implements Surroundings {
    @Override
    public List<String> contexts() {
      return List.of("kind", "prod");
    }

    @Override
    public Place place(String context, Optional<String> namespace) {
      return new Place() {
        @Override
        public String namespace() {
          return namespace.orElse("default");
        }

        @Override
        public List<String> namespaces() {
          return List.of("default", "shop");
        }

        @Override
        public List<String> services() {
          return services;
        }

        @Override
        public List<String> containers(TargetName target) {
          return List.of("app", "proxy");
        }

        @Override
        public ResolvedTarget resolve(TargetName target, Optional<String> container) {
          return new ResolvedTarget(
              target,
              new Workload(WorkloadKind.DEPLOYMENT, namespace(), "orders"),
              "uid",
              container.orElse("app"),
              List.of(new InboundPort(80)),
              List.of(),
              1);
        }

        @Override
        public void close() {}
      };
    }
  }
}
