package dev.hawser.cli.init;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Where the answers come from that the command line does not have.
public interface Answers {

  /// One of several.
  ///
  /// @param flag that gives the answer
  /// @param suggested what no answer means, if it means anything
  String choose(String question, String flag, List<String> choices, Optional<String> suggested);

  /// A text.
  ///
  /// @param complaint what is wrong with an answer, so that it is asked for again; empty if nothing
  String text(
      String question,
      String flag,
      Optional<String> suggested,
      Function<String, Optional<String>> complaint);
}
