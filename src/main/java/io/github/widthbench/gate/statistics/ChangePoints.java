package io.github.widthbench.gate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds where the level of a series changed: the energy statistic of E-divisive (Matteson and
 * James, JASA 109, 2014), judged by its largest value over all splits of block-permuted copies.
 *
 * <p>The search over splits is so inside the null hypothesis, and neighbours that resemble each
 * other stay together in blocks. Same series, same answer: permutations come from a fixed seed.
 *
 * @param shortest fewest points on either side of a change; the newest {@code shortest - 1} points
 *     can therefore show none yet
 * @param block points that are permuted together
 * @param permutations of the series
 * @param seed of the permutations
 */
public record ChangePoints(int shortest, int block, int permutations, long seed) {

  /** Five points on either side, blocks of three, 999 permutations. */
  public static final ChangePoints STANDARD = new ChangePoints(5, 3, 999, 1);

  /**
   * A split of a series.
   *
   * @param at index of the first point after the change
   * @param statistic how far the two sides are apart
   * @param p share of permuted series with a split as far apart
   */
  public record Change(int at, double statistic, double p) {}

  /** The best split; its p-value is 1 where the series is too short to be split. */
  public Change strongest(double[] series) {
    if (series.length < 2 * shortest) {
      return new Change(series.length, 0, 1);
    }
    Split found = best(series);
    if (found.statistic() <= 0) {
      return new Change(found.at(), 0, 1);
    }
    SplittableRandom random = new SplittableRandom(seed);
    int asFar = 1;
    for (int i = 0; i < permutations; i++) {
      if (best(permuted(series, random)).statistic() >= found.statistic()) {
        asFar++;
      }
    }
    return new Change(found.at(), found.statistic(), asFar / (permutations + 1.0));
  }

  /** All changes whose p-value is at most {@code level}, found side by side, by position. */
  public List<Change> all(double[] series, double level) {
    List<Change> changes = new ArrayList<>();
    collect(series, 0, level, changes);
    changes.sort(Comparator.comparingInt(Change::at));
    return changes;
  }

  private void collect(double[] series, int offset, double level, List<Change> changes) {
    Change change = strongest(series);
    if (change.p() <= level) {
      changes.add(new Change(offset + change.at(), change.statistic(), change.p()));
      collect(Arrays.copyOf(series, change.at()), offset, level, changes);
      double[] after = Arrays.copyOfRange(series, change.at(), series.length);
      collect(after, offset + change.at(), level, changes);
    }
  }

  private record Split(int at, double statistic) {}

  /** The split with the largest statistic; every split costs one pass over the points. */
  private Split best(double[] x) {
    int n = x.length;
    double left = within(x, 0, shortest);
    double right = within(x, shortest, n);
    double between = 0;
    for (int i = 0; i < shortest; i++) {
      between += distance(x, i, shortest, n);
    }
    Split best = new Split(shortest, statistic(left, right, between, shortest, n));
    for (int at = shortest; at < n - shortest; at++) { // point `at` moves from right to left
      double toLeft = distance(x, at, 0, at);
      double toRight = distance(x, at, at + 1, n);
      left += toLeft;
      right -= toRight;
      between += toRight - toLeft;
      double statistic = statistic(left, right, between, at + 1, n);
      if (statistic > best.statistic()) {
        best = new Split(at + 1, statistic);
      }
    }
    return best;
  }

  /** nm/(n+m) times the energy distance; sums of distances are over pairs. */
  private static double statistic(double left, double right, double between, int at, int n) {
    double m = at;
    double k = n - at;
    double energy = 2 * between / (m * k) - 2 * left / (m * (m - 1)) - 2 * right / (k * (k - 1));
    return m * k / (m + k) * energy;
  }

  private static double within(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += distance(x, i, i + 1, to);
    }
    return sum;
  }

  private static double distance(double[] x, int i, int from, int to) {
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += Math.abs(x[i] - x[j]);
    }
    return sum;
  }

  /** The series with its blocks in another order; where the first block begins is drawn too. */
  private double[] permuted(double[] series, SplittableRandom random) {
    int n = series.length;
    int start = random.nextInt(n);
    int blocks = (n + block - 1) / block;
    int[] order = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    double[] permuted = new double[n];
    int filled = 0;
    for (int which : order) {
      for (int i = which * block; i < Math.min(n, (which + 1) * block); i++) {
        permuted[filled++] = series[(start + i) % n];
      }
    }
    return permuted;
  }
}
