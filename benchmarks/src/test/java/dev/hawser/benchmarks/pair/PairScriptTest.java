package dev.hawser.benchmarks.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairScriptTest {
  private static final Path CHECKOUT = Path.of("..");
  private static final List<String> OF_THE_COMMAND_ALONE =
      List.of("-Dhawser.home", "-Dhawser.launcher", "-Xlog");
  private static final Pattern OPTION = Pattern.compile("(?<=[\\s\"])-[-XxD][^\\s\"}]+");

  private final String pair = read("benchmarks/pair");

  @Test
  void theAgentIsStartedWithTheOptionsOfItsImage() {
    String image = read("cli/src/main/java/dev/hawser/cli/image/JavaOptions.java");
    String fixed = between(image, "FIXED =", ");");
    assertThat(words("agent_java", "always")).containsExactlyInAnyOrderElementsOf(options(fixed));
  }

  @Test
  void theEndpointIsStartedWithTheOptionsOfTheCommand() {
    String command = between(read("hawser"), "set -- ", "dev.hawser.cli.Main");
    assertThat(words("endpoint_java", "always"))
        .containsExactlyInAnyOrderElementsOf(
            options(command).stream()
                .filter(option -> OF_THE_COMMAND_ALONE.stream().noneMatch(option::startsWith))
                .toList());
  }

  private List<String> words(String... variables) {
    return Stream.of(variables)
        .flatMap(
            variable -> options(between(pair, "\n" + variable + "=", "\"\n", "\"}\n")).stream())
        .toList();
  }

  private static List<String> options(String text) {
    return OPTION.matcher(text).results().map(MatchResult::group).toList();
  }

  private static String between(String text, String start, String... ends) {
    int from = text.indexOf(start);
    assertThat(from).as(start).isNotNegative();
    int to =
        Stream.of(ends)
            .mapToInt(end -> text.indexOf(end, from))
            .filter(i -> i >= 0)
            .min()
            .orElseThrow();
    return text.substring(from, to);
  }

  private static String read(String file) {
    try {
      return Files.readString(CHECKOUT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
