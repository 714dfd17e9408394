package dev.hawser.cluster.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/platform-teams.md` says what the code asks for.
class PlatformTeamsPageTest {
  private static final Path PAGE = Path.of("../docs/platform-teams.md");

  @Test
  void itsTablesAreTheListOfRights() throws IOException {
    assertThat(Files.readAllLines(PAGE))
        .filteredOn(line -> line.startsWith("| `"))
        .containsExactlyElementsOf(
            Stream.concat(rows(true).stream(), rows(false).stream()).toList());
  }

  private static List<String> rows(boolean needed) {
    Map<String, String> rows = new LinkedHashMap<>();
    RequiredRights.ofDeveloper().stream()
        .filter(right -> right.isNeeded() == needed)
        .forEach(
            right ->
                rows.merge(
                    "%s` | %s |".formatted(right.toString().split(" ")[1], worth(right)),
                    right.verb(),
                    (first, next) -> first + ", " + next));
    return rows.entrySet().stream()
        .map(row -> "| `%s %s".formatted(row.getValue(), row.getKey()))
        .toList();
  }

  private static String worth(Right right) {
    String words =
        switch (right.worth()) {
          case Worth.Needed(String purpose) -> purpose;
          case Worth.Useful(String cost) -> cost;
        };
    return right.sinceMinor() == 0
        ? words
        : "%s (from Kubernetes 1.%d on)".formatted(words, right.sinceMinor());
  }
}
