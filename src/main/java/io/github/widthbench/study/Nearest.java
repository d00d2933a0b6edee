package io.github.widthbench.study;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was meant to be. */
public final class Nearest {
  private Nearest() {}

  /** {@code "a, b, c"}, and {@code "; did you mean b?"} where one is near. */
  public static String list(String misspelt, Collection<String> names) {
    String all = String.join(", ", names);
    return of(misspelt, names).map(name -> all + "; did you mean " + name + "?").orElse(all);
  }

  /** The nearest of {@code names}, if it is nearer than a third of its letters. */
  public static Optional<String> of(String misspelt, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(misspelt, name) <= Math.max(1, (name.length() + 2) / 3))
        .min(Comparator.comparingInt(name -> distance(misspelt, name)));
  }

  /** Levenshtein's distance without regard to case. Cost: the product of the lengths. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
