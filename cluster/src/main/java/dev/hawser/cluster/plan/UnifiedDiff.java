package dev.hawser.cluster.plan;

import java.util.ArrayList;
import java.util.List;

/// Two texts' difference, in the form that `diff -u` gives it: lines that begin with a space, `-`
/// or `+`, and before each group of them where it is. Pure.
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;
  private final int[][] common; // longest common lines of what follows the two indices

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
    this.common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
  }

  /// Empty if they are the same.
  static List<String> of(List<String> before, List<String> after) {
    return new UnifiedDiff(before, after).groups();
  }

  /// @param before the line's number there, or of the one that follows it; from 0
  private record Line(char mark, String text, int before, int after) {
    boolean isChange() {
      return mark != ' ';
    }
  }

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i), i++, j++));
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', before.get(i), i++, j));
      } else {
        lines.add(new Line('+', after.get(j), i, j++));
      }
    }
    return lines;
  }

  private List<String> groups() {
    List<Line> lines = lines();
    List<String> diff = new ArrayList<>();
    int from = 0;
    while (true) {
      int first = nextChange(lines, from);
      if (first == lines.size()) {
        return List.copyOf(diff);
      }
      int last = first;
      for (int next = first;
          next < lines.size() && next - last <= 2 * CONTEXT + 1;
          next = nextChange(lines, next + 1)) {
        last = next;
      }
      int end = Math.min(lines.size(), last + 1 + CONTEXT);
      addGroup(diff, lines.subList(Math.max(from, first - CONTEXT), end));
      from = end;
    }
  }

  private static int nextChange(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && !lines.get(at).isChange()) {
      at++;
    }
    return at;
  }

  private static void addGroup(List<String> diff, List<Line> group) {
    long old = group.stream().filter(line -> line.mark() != '+').count();
    long now = group.stream().filter(line -> line.mark() != '-').count();
    Line first = group.getFirst();
    diff.add(
        "@@ -%d,%d +%d,%d @@"
            .formatted(start(first.before(), old), old, start(first.after(), now), now));
    group.forEach(line -> diff.add(line.mark() + line.text()));
  }

  /// An empty range is named by the line before it.
  private static int start(int index, long length) {
    return length == 0 ? index : index + 1;
  }
}
