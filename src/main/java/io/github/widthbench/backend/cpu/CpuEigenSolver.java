package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.cpu.kernel.LaneSpectra;
import java.util.List;
import java.util.Optional;

/**
 * Spectra of small matrices a matrix a lane, of larger ones by LAPACK a matrix a thread. Which of
 * the two follows from n alone, so that a matrix gets the same bits alone and among others.
 */
final class CpuEigenSolver implements EigenSolver {

  /** Beyond this the matrices of all lanes leave the second cache. */
  private static final int SMALL = 128;

  private final LapackEigenSolver lapack = new LapackEigenSolver();
  private final Workers workers;

  CpuEigenSolver(Workers workers) {
    this.workers = workers;
  }

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    return eigenvaluesOfEach(List.of(symmetric), n)[0];
  }

  @Override
  public double[][] eigenvaluesOfEach(List<double[]> symmetric, int n) {
    double[][] spectra = new double[symmetric.size()][];
    if (n > SMALL) {
      workers.forEach(
          spectra.length, (worker, i) -> spectra[i] = lapack.eigenvalues(symmetric.get(i), n));
      return spectra;
    }
    symmetric.forEach(matrix -> Checks.requireSymmetricInput(matrix, n, limit()));
    int groups = Math.ceilDiv(spectra.length, LaneSpectra.MATRICES);
    LaneSpectra[] hands = new LaneSpectra[Math.min(workers.threads(), groups)];
    workers.forEach(
        groups,
        (worker, group) -> {
          if (hands[worker] == null) {
            hands[worker] = new LaneSpectra(n);
          }
          int from = group * LaneSpectra.MATRICES;
          int to = Math.min(from + LaneSpectra.MATRICES, spectra.length);
          double[][] found = solve(hands[worker], symmetric.subList(from, to), n);
          System.arraycopy(found, 0, spectra, from, found.length);
        });
    return spectra;
  }

  /** By lanes, or by LAPACK where an iteration does not settle, of which no case is known. */
  private double[][] solve(LaneSpectra lanes, List<double[]> matrices, int n) {
    double[][] found = lanes.solve(matrices);
    return found.length > 0
        ? found
        : matrices.stream()
            .map(matrix -> lapack.eigenvalues(matrix, n))
            .toArray(double[][]::new);
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    return lapack.decompose(symmetric, n);
  }

  @Override
  public Optional<double[]> cholesky(double[] symmetric, int n) {
    return lapack.cholesky(symmetric, n);
  }

  @Override
  public int limit() {
    return lapack.limit();
  }
}
