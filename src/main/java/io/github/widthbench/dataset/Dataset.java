package io.github.widthbench.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Points and what a network should say about them. Arrays are shared, not copied: read them only.
 *
 * @param description one line for people
 * @param x n×d, finite
 * @param targets n×k, or empty where the experiment computes them
 * @param heldOut points that are not trained on
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: copies of large inputs would cost
public record Dataset(
    String description, double[][] x, Optional<double[][]> targets, Optional<Dataset> heldOut) {

  /** Two equal points, by index, first &lt; second. */
  public record Twins(int first, int second) {}

  /** Number of points n. */
  public int sampleCount() {
    return x.length;
  }

  /** Dimension d of a point. */
  public int inputDim() {
    return x[0].length;
  }

  /**
   * The labels of a data set with one output.
   *
   * @return n numbers
   * @throws IllegalStateException if there are no targets or several outputs
   */
  public double[] y() {
    double[][] rows =
        targets.orElseThrow(() -> new IllegalStateException(description + ": has no labels"));
    if (rows[0].length != 1) {
      throw new IllegalStateException(description + ": has " + rows[0].length + " outputs, not 1");
    }
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  /** Indices of points that are 0: their rows of a Gram matrix vanish. */
  public List<Integer> zeroPoints() {
    return IntStream.range(0, x.length)
        .filter(i -> Arrays.stream(x[i]).allMatch(entry -> entry == 0))
        .boxed()
        .toList();
  }

  /**
   * Points equal to an earlier one, each with the first such: with one, a Gram matrix is singular.
   */
  public List<Twins> duplicatedPoints() {
    Map<List<Double>, Integer> seen = new HashMap<>();
    return IntStream.range(0, x.length)
        .mapToObj(i -> new Twins(seen.computeIfAbsent(key(x[i]), _ -> i), i))
        .filter(twins -> twins.first() < twins.second())
        .toList();
  }

  Dataset withPoints(double[][] replacement) {
    return new Dataset(description, replacement, targets, heldOut);
  }

  /** The points of these numbers, in that order. */
  Dataset only(int[] indices) {
    return new Dataset(
        description, rows(x, indices), targets.map(rows -> rows(rows, indices)), heldOut);
  }

  private static double[][] rows(double[][] all, int[] indices) {
    return Arrays.stream(indices).mapToObj(i -> all[i]).toArray(double[][]::new);
  }

  Dataset withTargets(Optional<double[][]> replacement) {
    return new Dataset(description, x, replacement, heldOut);
  }

  Dataset withHeldOut(Optional<Dataset> replacement) {
    return new Dataset(description, x, targets, replacement);
  }

  private static List<Double> key(double[] point) {
    // + 0.0 makes −0 equal to 0
    return Arrays.stream(point).map(entry -> entry + 0.0).boxed().toList();
  }
}
