package dev.hawser.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void whatIsTheSameHasNoDifference() {
    assertThat(diff("a b c", "a b c")).isEmpty();
  }

  @Test
  void aChangedLineStandsAmongThreeThatAreTheSame() {
    assertThat(diff("a b c d e f g h i", "a b c d X f g h i"))
        .containsExactly("@@ -2,7 +2,7 @@", " b", " c", " d", "-e", "+X", " f", " g", " h");
  }

  @Test
  void changesFarFromEachOtherAreGroupsOfTheirOwn() {
    assertThat(diff("a 1 2 3 4 5 6 7 8 9 b", "A 1 2 3 4 5 6 7 8 9 B"))
        .containsExactly(
            "@@ -1,4 +1,4 @@",
            "-a",
            "+A",
            " 1",
            " 2",
            " 3",
            "@@ -8,4 +8,4 @@",
            " 7",
            " 8",
            " 9",
            "-b",
            "+B");
  }

  @Test
  void whatIsNewStartsFromNothing() {
    assertThat(UnifiedDiff.of(List.of(), List.of("a", "b")))
        .containsExactly("@@ -0,0 +1,2 @@", "+a", "+b");
    assertThat(UnifiedDiff.of(List.of("a"), List.of())).containsExactly("@@ -1,1 +0,0 @@", "-a");
  }

  @Test
  void applyingItToTheFirstTextGivesTheSecond() {
    Random random = new Random(5);
    for (int run = 0; run < 300; run++) {
      List<String> before = text(random);
      List<String> after = text(random);

      assertThat(patched(before, UnifiedDiff.of(before, after))).isEqualTo(after);
    }
  }

  private static List<String> text(Random random) {
    return IntStream.range(0, random.nextInt(40))
        .mapToObj(i -> String.valueOf(random.nextInt(6)))
        .toList();
  }

  /// As `patch` does it: by the numbers in the headings.
  private static List<String> patched(List<String> text, List<String> diff) {
    List<String> patched = new ArrayList<>();
    int at = 0;
    for (String line : diff) {
      if (line.startsWith("@@")) {
        String[] old = line.split("[ ,-]+");
        int start = Integer.parseInt(old[1]) - (old[2].equals("0") ? 0 : 1);
        patched.addAll(text.subList(at, start));
        at = start;
      } else if (line.startsWith("+")) {
        patched.add(line.substring(1));
      } else {
        assertThat(text.get(at++)).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          patched.add(line.substring(1));
        }
      }
    }
    patched.addAll(text.subList(at, text.size()));
    return patched;
  }

  private static List<String> diff(String before, String after) {
    return UnifiedDiff.of(List.of(before.split(" ")), List.of(after.split(" ")));
  }
}
