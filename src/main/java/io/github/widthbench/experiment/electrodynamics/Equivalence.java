package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.math.Vectors;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The statement that a sampled gradient tends to the electrostatic force as N^(−1/2), over the
 * cells of a study whose activation has a gradient to sample.
 */
final class Equivalence {
  static final String STATEMENT = "electrodynamics.equivalence";

  /** Heavy tails of polynomial features flatten the slope at small N. */
  private static final double ALLOWANCE = 0.1;

  /** The variance of exp⟨x, θ + w⟩ is e^{|θ+w|²} − 1 of its squared mean. */
  private static final double LARGEST_EXPONENT = 1.5;

  /** The gradient of he_m is a polynomial of degree 2m in the inputs. */
  private static final int LARGEST_DEGREE = 3;

  private Equivalence() {}

  /** Cells of one seed share their samples, so each seed gives one slope: that of their mean. */
  static Verdict judge(List<Finished> cells) {
    Map<Long, List<Finished>> bySeed =
        cells.stream()
            .filter(cell -> hasLightTails(ElectrodynamicsCase.of(cell.cell())))
            .collect(
                Collectors.groupingBy(
                    cell -> ElectrodynamicsCase.of(cell.cell()).seed(),
                    TreeMap::new,
                    Collectors.toList()));
    Map<Long, SortedMap<Integer, Double>> errors = new TreeMap<>();
    bySeed.forEach((seed, replicates) -> errors.put(seed, meanErrors(replicates)));
    return new Exponent(STATEMENT, Origin.ABSTRACT, -0.5, ALLOWANCE, ALLOWANCE).judge(errors);
  }

  /** Geometric means over cells, by number of samples. */
  private static SortedMap<Integer, Double> meanErrors(List<Finished> cells) {
    SortedMap<Integer, Double> means = new TreeMap<>();
    cells.stream()
        .flatMap(cell -> cell.outcome().list("gradientErrors").stream())
        .collect(
            Collectors.groupingBy(
                entry -> number(entry, "samples").intValue(),
                Collectors.averagingDouble(
                    entry -> StrictMath.log(number(entry, "error").doubleValue()))))
        .forEach((samples, logarithm) -> means.put(samples, StrictMath.exp(logarithm)));
    return means;
  }

  private static Number number(Map<String, Object> entry, String key) {
    return entry.get(key) instanceof Number number ? number : Double.NaN;
  }

  /** Whether 256 samples show what a typical sampled gradient is like. */
  private static boolean hasLightTails(ElectrodynamicsCase cell) {
    return switch (cell.kind()) {
      case "hermite" -> cell.degree() <= LARGEST_DEGREE;
      case "exp" -> longestSum(cell) <= LARGEST_EXPONENT;
      default -> true;
    };
  }

  private static double longestSum(ElectrodynamicsCase cell) {
    double longest = 0;
    Start start = new Start(cell);
    for (double[] theta : start.electrons().w()) {
      for (Neurons others : List.of(start.protons(), start.electrons())) {
        for (double[] w : others.w()) {
          double[] sum = w.clone();
          Vectors.add(1, theta, sum);
          longest = Math.max(longest, Vectors.norm(sum));
        }
      }
    }
    return longest;
  }
}
