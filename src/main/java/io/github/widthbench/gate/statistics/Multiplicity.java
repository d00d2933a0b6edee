package io.github.widthbench.gate.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** p-values adjusted for the number of tests they stand among. */
public final class Multiplicity {

  private Multiplicity() {}

  /**
   * Step-down adjustment (Holm, Scandinavian Journal of Statistics 6, 1979): rejecting those that
   * are at most α leaves the chance of any false rejection at most α, however the tests depend.
   */
  public static double[] holm(double[] p) {
    List<Integer> rising = rising(p);
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int i = 0; i < p.length; i++) {
      largest = Math.max(largest, Math.min(1, (p.length - i) * p[rising.get(i)]));
      adjusted[rising.get(i)] = largest;
    }
    return adjusted;
  }

  /**
   * Step-up adjustment (Benjamini and Hochberg, Journal of the Royal Statistical Society B 57,
   * 1995): rejecting those that are at most q keeps the expected share of false ones among the
   * rejected at most q for independent tests.
   */
  public static double[] benjaminiHochberg(double[] p) {
    List<Integer> rising = rising(p);
    double[] adjusted = new double[p.length];
    double smallest = 1;
    for (int i = p.length - 1; i >= 0; i--) {
      smallest = Math.min(smallest, p.length * p[rising.get(i)] / (i + 1));
      adjusted[rising.get(i)] = smallest;
    }
    return adjusted;
  }

  private static List<Integer> rising(double[] p) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .toList();
  }
}
