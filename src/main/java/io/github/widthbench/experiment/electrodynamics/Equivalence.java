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

  private Equivalence() {}

  static Verdict judge(List<Finished> cells) {
    Map<Long, SortedMap<Integer, Double>> byCell = new TreeMap<>();
    for (Finished cell : cells) {
      SortedMap<Integer, Double> errors = new TreeMap<>();
      for (Map<String, Object> entry : cell.outcome().list("gradientErrors")) {
        if (entry.get("samples") instanceof Integer samples
            && entry.get("error") instanceof Double error) {
          errors.put(samples, error);
        }
      }
      if (!errors.isEmpty() && hasFiniteVariance(ElectrodynamicsCase.of(cell.cell()))) {
        byCell.put((long) byCell.size(), errors);
      }
    }
    return new Exponent(STATEMENT, Origin.ABSTRACT, -0.5, ALLOWANCE).judge(byCell);
  }

  /** So small that its estimate by 256 samples is worth something. */
  private static boolean hasFiniteVariance(ElectrodynamicsCase cell) {
    if (!cell.kind().equals("exp")) {
      return true;
    }
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
    return longest <= LARGEST_EXPONENT;
  }
}
