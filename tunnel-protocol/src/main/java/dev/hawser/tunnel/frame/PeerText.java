package dev.hawser.tunnel.frame;

/// Text that somebody else wrote, made fit for a log or a terminal.
public final class PeerText {
  private static final int MAX_CHARACTERS = 500;

  private PeerText() {}

  /// Control characters become spaces, and what is too long is cut.
  public static String clean(String text) {
    String cut = text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
    return cut.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
