package dev.hawser.cli.command;

import dev.hawser.cluster.plan.DirectWay;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Reads `--direct [HOST:PORT]`: the next word only if it is of that form, for a target may follow.
final class DirectOption implements IParameterConsumer {
  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own type
  public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
    Optional<DirectWay> through =
        words.isEmpty() ? Optional.empty() : DirectWay.through(words.peek());
    if (through.isPresent()) {
      words.pop();
    }
    option.setValue(through.orElse(DirectWay.TO_PODS));
  }
}
