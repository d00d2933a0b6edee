package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A look at one network on its way.
 *
 * @param step of descent, or of the integrator
 * @param time Ση, or of the flow
 * @param loss (1/2n)·Σ(f − y)²
 * @param norm √ρ: of all matrices but the part of the input weights orthogonal to ẑ
 * @param energy (1/n)·Σ y·f over β·gain: E while the network is small
 * @param effectiveRank of the last hidden matrix; NaN where it is too wide to be solved
 * @param second second singular value of it
 * @param inputs the input weights, split at ẑ
 * @param rows the input weights, for the cosines between them
 * @param outputWeights a
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Snapshot(
    int step,
    double time,
    double loss,
    double norm,
    double energy,
    double effectiveRank,
    double second,
    InputWeights inputs,
    double[][] rows,
    double[] outputWeights) {

  /** Neurons that a curve point or a map shows. */
  private static final int MOST_SHOWN = 16;

  private static final double DIGITS = 1e4;

  /** cos(w_i, ẑ) in the order of the neurons; of an even choice where there are many. */
  List<Double> cosines() {
    return sample(inputs.along().length).stream().map(inputs::cosine).toList();
  }

  /** cos(w_i, w_j), neurons sorted by their angle with ẑ: a block matrix of ±1 once condensed. */
  List<List<Double>> cosineMap() {
    List<Integer> order = sample(rows.length).stream().map(i -> i).toList();
    List<Integer> sorted =
        order.stream().sorted(Comparator.comparingDouble(i -> -inputs.cosine(i))).toList();
    List<List<Double>> map = new ArrayList<>();
    for (int i : sorted) {
      map.add(sorted.stream().map(j -> rounded(cosine(rows[i], rows[j]))).toList());
    }
    return map;
  }

  private static double cosine(double[] v, double[] w) {
    return Vectors.dot(v, w) / (Vectors.norm(v) * Vectors.norm(w));
  }

  private static List<Integer> sample(int count) {
    int shown = Math.min(count, MOST_SHOWN);
    return IntStream.range(0, shown).map(k -> (int) ((long) k * count / shown)).boxed().toList();
  }

  private static double rounded(double value) {
    return Math.rint(value * DIGITS) / DIGITS;
  }
}
