package dev.hawser.cli.init;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Nobody can be asked: what is suggested counts, and what is not must be given.
public final class NoAnswers implements Answers {

  @Override
  public String choose(
      String question, String flag, List<String> choices, Optional<String> suggested) {
    return suggested.orElseThrow(
        () -> missing(question, "give %s, one of: %s".formatted(flag, String.join(", ", choices))));
  }

  @Override
  public String text(
      String question,
      String flag,
      Optional<String> suggested,
      Function<String, Optional<String>> complaint) {
    return suggested.orElseThrow(() -> missing(question, "give " + flag));
  }

  private static RuntimeException missing(String question, String advice) {
    return new Failure(
            FailureKind.USAGE, question + ": nobody can be asked without a terminal", advice)
        .asException();
  }
}
