package dev.hawser.tunnel.frame;

/// Text that somebody else wrote, made fit for a log or a terminal.
public final class PeerText {
  private static final int MAX_CHARACTERS = 500;

  private PeerText() {}

  /// White space, control and format characters become spaces, and what is too long is cut.
  public static String clean(String text) {
    return clean(text, MAX_CHARACTERS);
  }

  public static String clean(String text, int maxCharacters) {
    String cut = text.length() <= maxCharacters ? text : text.substring(0, maxCharacters) + "…";
    return cut.replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
  }
}
