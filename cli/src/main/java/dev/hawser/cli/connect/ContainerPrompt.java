package dev.hawser.cli.connect;

import dev.hawser.cli.console.Terminal;
import dev.hawser.cluster.target.ContainerQuestion;
import dev.hawser.cluster.target.Workload;
import java.util.List;
import java.util.Optional;

/// Asks at the terminal which container is meant, once; nobody is asked where there is none.
final class ContainerPrompt implements ContainerQuestion {
  private Optional<String> answer = Optional.empty();

  @Override
  public Optional<String> ask(Workload workload, List<String> containers) {
    if (answer.isEmpty() && Terminal.isInteractive()) {
      answer = Terminal.choose("Which container of %s?".formatted(workload), containers);
    }
    return answer;
  }
}
