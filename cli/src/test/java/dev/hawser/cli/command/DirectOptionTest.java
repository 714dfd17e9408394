package dev.hawser.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.cluster.plan.DirectWay;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class DirectOptionTest {
  @Command
  private static final class Line {
    @Option(names = "--direct", arity = "0..1", parameterConsumer = DirectOption.class)
    private @Nullable DirectWay direct;

    @Parameters private List<String> words = new ArrayList<>();
  }

  private final Line line = new Line();

  @Test
  void aWordThatIsNoAddressIsLeftToWhoeverWantsIt() {
    new CommandLine(line).parseArgs("--direct", "svc/orders", "--", "run", "it");

    assertThat(line.direct).isEqualTo(DirectWay.TO_PODS);
    assertThat(line.words).containsExactly("svc/orders", "run", "it");
  }

  @Test
  void anAddressMayStandApartOrBehindAnEqualsSign() {
    for (String[] words :
        new String[][] {
          {"--direct", "10.253.0.2:30170", "orders"}, {"--direct=10.253.0.2:30170", "orders"}
        }) {
      Line each = new Line();
      new CommandLine(each).parseArgs(words);

      assertThat(each.direct).hasToString("10.253.0.2:30170");
      assertThat(each.words).containsExactly("orders");
    }
  }

  @Test
  void withoutTheOptionNothingIsDirect() {
    new CommandLine(line).parseArgs("orders");

    assertThat(line.direct).isNull();
  }
}
