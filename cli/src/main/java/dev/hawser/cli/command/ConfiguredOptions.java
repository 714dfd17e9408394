package dev.hawser.cli.command;

import dev.hawser.cli.config.Configured;
import dev.hawser.cli.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Stack;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Gives options that were not given on the command line what is configured, by the same rules by
/// which the command line is read.
record ConfiguredOptions(ParseResult command) {

  /// Does nothing where the command has no such option, or the user gave it.
  ///
  /// @throws ParameterException if the value is none for the option
  void fill(Setting setting, Configured value) {
    OptionSpec option = command.commandSpec().findOption(setting.option());
    if (option != null && !command.hasMatchedOption(option)) {
      fill(option, value);
    }
  }

  private void fill(OptionSpec option, Configured value) {
    try {
      if (option.parameterConsumer() != null) {
        consume(option, value);
      } else if (option.isMultiValue()) {
        List<Object> all = new ArrayList<>();
        for (String word : value.words()) {
          all.add(converted(option, word, value));
        }
        option.setValue(all);
      } else {
        option.setValue(converted(option, value.text(), value));
      }
    } catch (Exception malformed) { // converters may throw any
      throw new ParameterException(
          command.commandSpec().commandLine(),
          "%s: %s".formatted(value.origin(), malformed.getMessage()),
          malformed);
    }
  }

  @SuppressWarnings("JdkObsolete") // picocli's own type
  private void consume(OptionSpec option, Configured value) {
    CommandSpec spec = command.commandSpec();
    Stack<String> words = new Stack<>();
    if (flag(value.text(), false)) {
      option.parameterConsumer().consumeParameters(words, option, spec);
    } else if (!value.text().equals("false")) {
      words.push(value.text());
      option.parameterConsumer().consumeParameters(words, option, spec);
      if (!words.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: '%s' (expected: %s, true or false)"
                .formatted(option.longestName(), value.text(), option.paramLabel()));
      }
    }
  }

  private static Object converted(OptionSpec option, String text, Configured value)
      throws Exception {
    for (ITypeConverter<?> converter : option.converters()) {
      return converter.convert(text);
    }
    Class<?> type = option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
    if (type == boolean.class || type == Boolean.class) {
      return flag(text, true);
    }
    if (type == int.class || type == Integer.class) {
      return number(option, text);
    }
    if (type == Path.class) {
      return value.origin().base().resolve(text);
    }
    return type.isEnum() ? constant(option, type, text) : text;
  }

  private static boolean flag(String text, boolean strict) {
    if (strict && !text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("'%s' (expected: true or false)".formatted(text));
    }
    return text.equals("true");
  }

  private static int number(OptionSpec option, String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: a number)".formatted(option.longestName(), text));
    }
    return Integer.parseInt(text);
  }

  private static Object constant(OptionSpec option, Class<?> type, String text) {
    return Stream.of(type.getEnumConstants())
        .filter(one -> one.toString().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s: '%s' (expected: one of %s)"
                        .formatted(
                            option.longestName(),
                            text,
                            List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT))));
  }
}
