package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.cpu.kernel.LaneSpectra;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spectra of small matrices a matrix a lane, of larger ones by LAPACK a matrix a thread. Which of
 * the two follows from n alone, so that a matrix gets the same bits alone and among others.
 */
final class CpuEigenSolver implements EigenSolver {

  /** Beyond this the matrices of all lanes leave the second cache. */
  private static final int SMALL = 128;

  private final LapackEigenSolver lapack = new LapackEigenSolver();
  private final Workers workers;

  /** What each worker solved with last; matrices that follow have mostly the same size. */
  private final @Nullable LaneSpectra[] hands;

  CpuEigenSolver(Workers workers) {
    this.workers = workers;
    hands = new LaneSpectra[workers.threads()];
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
    workers.forEach(
        groups,
        (worker, group) -> {
          int from = group * LaneSpectra.MATRICES;
          int to = Math.min(from + LaneSpectra.MATRICES, spectra.length);
          double[][] found = solve(hand(worker, n), symmetric.subList(from, to), n);
          System.arraycopy(found, 0, spectra, from, found.length);
        });
    return spectra;
  }

  private LaneSpectra hand(int worker, int n) {
    LaneSpectra hand = hands[worker];
    if (hand == null || hand.size() != n) {
      hand = new LaneSpectra(n);
      hands[worker] = hand;
    }
    return hand;
  }

  /** By lanes, or by LAPACK where an iteration does not settle, of which no case is known. */
  private double[][] solve(LaneSpectra lanes, List<double[]> matrices, int n) {
    double[][] found = lanes.solve(matrices);
    return found.length > 0
        ? found
        : matrices.stream().map(matrix -> lapack.eigenvalues(matrix, n)).toArray(double[][]::new);
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
