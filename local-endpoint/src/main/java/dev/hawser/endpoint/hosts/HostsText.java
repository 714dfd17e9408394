package dev.hawser.endpoint.hosts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The bytes of a hosts file, and the blocks of sessions in them. Every byte that is not ours stays
/// what and where it is, whatever it means: the text is read as ISO 8859-1, a character a byte.
///
/// A block goes to the start, behind a byte order mark, because most resolvers take the first line
/// that fits, and because an end of file without an end of line then needs no repair.
record HostsText(String text) {
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final Pattern BEGIN =
      Pattern.compile("# hawser begin (" + HostsOwner.SESSION + ") (\\d{1,18}) (\\d{1,18})\\s*");
  private static final Pattern OURS =
      Pattern.compile(
          "(?:# hawser begin (?<begun>%1$s) [\\d ]+|# hawser end (?<ended>%1$s)|127\\.[^#]* # hawser (?<named>%1$s))\\s*"
              .formatted(HostsOwner.SESSION));
  private static final Pattern BEFORE_EACH_LINE = Pattern.compile("(?<=\n)");

  static HostsText of(byte[] file) {
    return new HostsText(new String(file, ISO_8859_1));
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }

  /// With that block, and without those of the same session and of dead ones.
  HostsText with(HostsBlock block) {
    String others = without(block.owner().session()).withoutDead().text;
    String mark = others.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    int end = others.indexOf('\n');
    String lineEnd = end > 0 && others.charAt(end - 1) == '\r' ? "\r\n" : "\n";
    String lines = block.text().stream().map(line -> line + lineEnd).collect(Collectors.joining());
    return new HostsText(mark + lines + others.substring(mark.length()));
  }

  HostsText without(String session) {
    return without(session::equals);
  }

  /// Without what sessions left whose processes have ended, or who do not say what process theirs
  /// is.
  HostsText withoutDead() {
    Map<String, HostsOwner> owners = owners();
    return without(
        session -> {
          HostsOwner owner = owners.get(session);
          return owner == null || !owner.lives();
        });
  }

  /// The sessions of which there is something.
  Set<String> sessions() {
    Set<String> sessions = new HashSet<>();
    without(
        session -> {
          sessions.add(session);
          return false;
        });
    return sessions;
  }

  private HostsText without(Predicate<String> session) {
    String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    return new HostsText(
        mark
            + lines(text.substring(mark.length()))
                .filter(line -> !isOf(line, session))
                .collect(Collectors.joining()));
  }

  private Map<String, HostsOwner> owners() {
    Map<String, HostsOwner> owners = new HashMap<>();
    lines(text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text)
        .map(BEGIN::matcher)
        .filter(Matcher::matches)
        .forEach(
            begin ->
                owners.put(
                    begin.group(1),
                    new HostsOwner(
                        begin.group(1),
                        Long.parseLong(begin.group(2)),
                        Long.parseLong(begin.group(3)))));
    return owners;
  }

  private static Stream<String> lines(String text) {
    return Arrays.stream(BEFORE_EACH_LINE.split(text));
  }

  private static boolean isOf(String line, Predicate<String> session) {
    Matcher ours = OURS.matcher(line);
    if (!ours.matches()) {
      return false;
    }
    String begun = ours.group("begun");
    String ended = ours.group("ended");
    return session.test(begun != null ? begun : ended != null ? ended : ours.group("named"));
  }
}
