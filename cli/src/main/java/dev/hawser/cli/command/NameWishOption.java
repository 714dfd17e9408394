package dev.hawser.cli.command;

import dev.hawser.endpoint.names.NameWish;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The word for a way of names, such as `capsule`.
final class NameWishOption implements ITypeConverter<NameWish> {
  @Override
  public NameWish convert(String value) {
    return Arrays.stream(NameWish.values())
        .filter(wish -> word(wish).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no way of names (expected: %s)"
                        .formatted(value, String.join(", ", words()))));
  }

  private static List<String> words() {
    return Arrays.stream(NameWish.values()).map(NameWishOption::word).toList();
  }

  private static String word(NameWish wish) {
    return wish.name().toLowerCase(Locale.ROOT);
  }

  /// For help and completion.
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words().iterator();
    }
  }
}
