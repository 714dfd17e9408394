package dev.hawser.endpoint.failure;

/// Text from somewhere else (a peer, a program, a file name), fit for one line of the console.
public final class PeerText {
  private static final int LENGTH = 120;

  private PeerText() {}

  /// At most 120 characters and none that moves the cursor.
  public static String shown(String text) {
    String line = text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    return line.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
