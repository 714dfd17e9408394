package dev.hawser.sandbox.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// The five characters at the end of a generated name.
public final class RandomSuffix {
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789"; // spells no words

  private RandomSuffix() {}

  public static String next() {
    return ThreadLocalRandom.current()
        .ints(5, 0, ALPHABET.length())
        .mapToObj(index -> ALPHABET.substring(index, index + 1))
        .collect(Collectors.joining());
  }
}
