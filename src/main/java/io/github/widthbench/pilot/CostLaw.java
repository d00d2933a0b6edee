package io.github.widthbench.pilot;

import io.github.widthbench.experiment.Cost;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Seconds of a cell by what it does: so much a cell, a step, a counted operation of a step, and an
 * operation beside the steps. The four rates are those, none below 0, that come nearest to measured
 * times in relative terms; how far single settings are from them is told apart.
 */
final class CostLaw {

  private static final int TERMS = 4;

  private final double[] rates;
  private final Growth errors;

  private CostLaw(double[] rates, Growth errors) {
    this.rates = rates;
    this.errors = errors;
  }

  /**
   * A measured time.
   *
   * @param steps that were taken
   */
  record Timed(Object setting, double width, double steps, Cost cost, double seconds) {

    private double[] terms() {
      return CostLaw.terms(steps, cost);
    }
  }

  /** The law of {@code times}, at least one. */
  static CostLaw of(List<Timed> times) {
    double[] rates = nonNegative(times);
    List<Growth.Sample> ratios =
        times.stream()
            .map(
                t -> new Growth.Sample(t.setting(), t.width(), t.seconds() / dot(rates, t.terms())))
            .toList();
    return new CostLaw(rates, Growth.of(ratios, List.of(Growth.Shape.CONSTANT)));
  }

  /** Seconds of a cell after {@code steps} steps: the mean over {@code rows} of that setting. */
  Estimate seconds(Object setting, double width, double steps, Cost cost, int rows) {
    Estimate law = Estimate.exactly(dot(rates, terms(steps, cost)));
    return errors.isKnown() ? law.times(errors.at(setting, width, rows)) : law;
  }

  private static double[] terms(double steps, Cost cost) {
    return new double[] {1, steps, steps * cost.stepFlops(), cost.onceFlops()};
  }

  /**
   * The best of the least-squares solutions over every subset of terms that has no negative rate.
   */
  private static double[] nonNegative(List<Timed> times) {
    double[] best = new double[TERMS];
    double least = Double.POSITIVE_INFINITY;
    for (int subset = 1; subset < 1 << TERMS; subset++) {
      double[] rates = solve(times, subset);
      double error = error(times, rates);
      boolean allowed = Arrays.stream(rates).allMatch(rate -> rate >= 0);
      if (allowed && error < least * (1 - 1e-9)) {
        least = error;
        best = rates;
      }
    }
    return best;
  }

  private static double error(List<Timed> times, double[] rates) {
    double sum = 0;
    for (Timed time : times) {
      double relative = dot(rates, time.terms()) / time.seconds() - 1;
      sum += relative * relative;
    }
    return sum;
  }

  /** Solves the normal equations of the terms in {@code subset}, each scaled to a mean of one. */
  private static double[] solve(List<Timed> times, int subset) {
    int[] terms = IntStream.range(0, TERMS).filter(i -> (subset >> i & 1) == 1).toArray();
    double[] scales = new double[TERMS];
    for (Timed time : times) {
      for (int i : terms) {
        scales[i] += time.terms()[i] / time.seconds() / times.size();
      }
    }
    int k = terms.length;
    double[][] system = new double[k][k + 1];
    for (Timed time : times) {
      for (int i = 0; i < k; i++) {
        double left = scaled(time, terms[i], scales);
        for (int j = 0; j < k; j++) {
          system[i][j] += left * scaled(time, terms[j], scales);
        }
        system[i][k] += left;
      }
    }
    double[] solution = eliminate(system);
    double[] rates = new double[TERMS];
    for (int i = 0; i < k; i++) {
      rates[terms[i]] = scales[terms[i]] > 0 ? solution[i] / scales[terms[i]] : 0;
    }
    return rates;
  }

  private static double scaled(Timed time, int term, double[] scales) {
    return scales[term] > 0 ? time.terms()[term] / time.seconds() / scales[term] : 0;
  }

  /** Gaussian elimination of a symmetric semi-definite system; dependent terms are NaN. */
  private static double[] eliminate(double[][] system) {
    int k = system.length;
    for (int pivot = 0; pivot < k; pivot++) {
      double diagonal = system[pivot][pivot] > 1e-12 ? system[pivot][pivot] : Double.NaN;
      for (int row = 0; row < k; row++) {
        double factor = row == pivot ? 0 : system[row][pivot] / diagonal;
        for (int column = pivot; column <= k && row != pivot; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    double[] solution = new double[k];
    for (int i = 0; i < k; i++) {
      solution[i] = system[i][k] / system[i][i];
    }
    return solution;
  }

  private static double dot(double[] rates, double[] terms) {
    double sum = 0;
    for (int i = 0; i < TERMS; i++) {
      sum += rates[i] * terms[i];
    }
    return sum;
  }
}
