package io.github.widthbench.spectrum;

import io.github.widthbench.backend.EigenSolver;
import java.util.Arrays;
import java.util.List;

/**
 * The eigenvalues of a symmetric matrix, ascending.
 *
 * @param values NaN throughout if the matrix was not finite
 */
@SuppressWarnings("ArrayRecordComponent") // a result to read, never compared
public record Spectrum(double[] values) {

  /** Solves the n×n matrix, or answers NaN where it is not finite. */
  public static Spectrum of(double[] symmetric, int n, EigenSolver solver) {
    if (!Arrays.stream(symmetric).allMatch(Double::isFinite)) {
      double[] unknown = new double[n];
      Arrays.fill(unknown, Double.NaN);
      return new Spectrum(unknown);
    }
    return new Spectrum(solver.eigenvalues(symmetric, n));
  }

  /** The spectra of several n×n matrices, in one go where the solver has one. */
  public static List<Spectrum> ofEach(List<double[]> symmetric, int n, EigenSolver solver) {
    if (!symmetric.stream().flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      return symmetric.stream().map(matrix -> of(matrix, n, solver)).toList();
    }
    return Arrays.stream(solver.eigenvaluesOfEach(symmetric, n)).map(Spectrum::new).toList();
  }

  /** The two edges of the spectrum alone, or NaN where the matrix is not finite. */
  public static Spectrum edges(double[] symmetric, int n, EigenSolver solver) {
    return Arrays.stream(symmetric).allMatch(Double::isFinite)
        ? new Spectrum(solver.edges(symmetric, n))
        : new Spectrum(new double[] {Double.NaN, Double.NaN});
  }

  public double smallest() {
    return values[0];
  }

  public double largest() {
    return values[values.length - 1];
  }

  /** |A − B|_F of two matrices of one size. */
  public static double frobeniusDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
