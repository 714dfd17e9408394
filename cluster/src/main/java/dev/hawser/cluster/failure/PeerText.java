package dev.hawser.cluster.failure;

/// Text that came from a cluster, made fit to be shown: on one line, without control characters, of
/// bounded length.
public final class PeerText {
  private static final int LIMIT_CHARACTERS = 600;

  private PeerText() {}

  public static String of(String text) {
    return of(text, LIMIT_CHARACTERS);
  }

  public static String of(String text, int limitCharacters) {
    String bounded =
        text.length() <= limitCharacters ? text : text.substring(0, limitCharacters) + "…";
    return bounded.replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
  }
}
