package dev.hawser.cli.init;

import dev.hawser.endpoint.failure.Failure;
import dev.hawser.endpoint.failure.FailureKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Asks in a terminal: choices are numbered, found by a part of their name, and completed by Tab.
public final class TerminalAnswers implements Answers, AutoCloseable {
  private final Terminal terminal;

  private TerminalAnswers(Terminal terminal) {
    this.terminal = terminal;
  }

  public static TerminalAnswers open() {
    try {
      return new TerminalAnswers(TerminalBuilder.builder().system(true).dumb(true).build());
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal cannot be used", e);
    }
  }

  @Override
  public String choose(
      String question, String flag, List<String> choices, Optional<String> suggested) {
    PrintWriter out = terminal.writer();
    Choice choice = new Choice(choices, suggested);
    out.println();
    out.println(question);
    while (true) {
      choice.lines().forEach(out::println);
      out.flush();
      Optional<String> chosen = choice.take(read(choices, suggested));
      if (chosen.isPresent()) {
        return chosen.get();
      }
    }
  }

  @Override
  public String text(
      String question,
      String flag,
      Optional<String> suggested,
      Function<String, Optional<String>> complaint) {
    PrintWriter out = terminal.writer();
    out.println();
    out.println(question);
    while (true) {
      out.flush();
      String typed = read(List.of(), suggested).strip();
      String answer = typed.isEmpty() ? suggested.orElse("") : typed;
      Optional<String> wrong =
          answer.isEmpty() ? Optional.of("an answer is needed") : complaint.apply(answer);
      if (wrong.isEmpty()) {
        return answer;
      }
      out.println("  " + wrong.get());
    }
  }

  private String read(List<String> words, Optional<String> suggested) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new StringsCompleter(words))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // a ! is a !
            .build();
    try {
      return reader.readLine("  " + suggested.map("[%s] "::formatted).orElse("") + "> ");
    } catch (UserInterruptException | EndOfFileException e) {
      throw new Failure(FailureKind.INTERRUPTED, "not finished", "nothing was written")
          .asException(e);
    }
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
