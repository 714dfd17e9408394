package dev.hawser.endpoint.environment;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Assignments to `$env:` for PowerShell, to be dot-sourced. Within single quotes everything is
/// itself but the quote, which is doubled, and four typographic ones pass for it
/// (PowerShell documentation, about_Quoting_Rules).
///
/// An empty value removes the variable in all versions before 7.5, so it is left out. The byte
/// order mark makes Windows PowerShell 5.1 read UTF-8.
final class PowerShellNotation implements Notation {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.()-]*");
  private static final Pattern QUOTE = Pattern.compile("['\u2018\u2019\u201a\u201b]");
  private static final String BYTE_ORDER_MARK = "\ufeff";

  @Override
  public Optional<String> entry(String name, String value) {
    return NAME.matcher(name).matches() && !value.isEmpty()
        ? Optional.of("${env:%s} = '%s'\n".formatted(name, QUOTE.matcher(value).replaceAll("$0$0")))
        : Optional.empty();
  }

  @Override
  public String document(List<String> entries) {
    return BYTE_ORDER_MARK + String.join("", entries);
  }
}
