package dev.hawser.endpoint.environment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Variables whose values are easily misread.
final class AwkwardVariables {
  private static final String[] PARTS = {
    "a",
    "B7",
    " ",
    "\t",
    "\n",
    "\r",
    "'",
    "\"",
    "`",
    "\\",
    "$",
    "${X}",
    "$(id)",
    "#",
    "=",
    "%",
    "%PATH%",
    "!",
    "&",
    "|",
    ";",
    "~",
    "*",
    "{",
    "}",
    "é",
    "\u2019",
    "\ud83d\ude00",
    "export ",
    "\\n"
  };

  private AwkwardVariables() {}

  static Map<String, String> known() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("PLAIN", "http://stock:80/a?b");
    values.put("EMPTY", "");
    values.put("SPACES", "  two  words ");
    values.put("MULTI_LINE", "-----BEGIN\nabc=\n# no comment\n-----END\n");
    values.put("ALL_QUOTES", "it's \"so\" `date` $(date) ${HOME} $$ \\ \\n !");
    values.put("SINGLE", "don't");
    values.put("DOUBLE", "say \"hi\" & go");
    values.put("DOLLAR", "$HOME costs 5$");
    values.put("BRACES", "${HOME}");
    values.put("BACKSLASH", "C:\\dir\\new");
    values.put("TWO_BACKSLASHES", "\\\\host\\share");
    values.put("LAST_BACKSLASH", "C:\\");
    values.put("PERCENT", "100% of %PATH%");
    values.put("EQUALS", "a=b==");
    values.put("HASH", "#no comment # nor this");
    values.put("TILDE", "~/x");
    values.put("SEARCH_PATH", "/a::/b:");
    values.put("UTF8", "grüße \u2693 \ud83d\ude00 \u2018so\u2019");
    values.put("RETURN", "a\tb\rc");
    values.put("LAST_RETURN", "a\r");
    values.put("my.name", "dotted");
    values.put("UID", "1000");
    values.put("RANDOM", "4");
    values.put("status", "up");
    return values;
  }

  /// @param seed told by a failing test
  static Map<String, String> random(long seed, int count) {
    Random random = new Random(seed);
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        value.append(PARTS[random.nextInt(PARTS.length)]);
      }
      values.put("RANDOM_" + i, value.toString());
    }
    return values;
  }
}
