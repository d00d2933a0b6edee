package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** LAPACK's divide and conquer (dsyevd) from OpenBLAS, on one thread. */
final class LapackEigenSolver implements EigenSolver {

  /** dsyevd counts its workspace of 1 + 6n + 2n² numbers in 32 bits. */
  private static final int LIMIT = 32766;

  /** Up to here a call takes a few milliseconds and may hold off the garbage collector. */
  private static final int SHORT = 256;

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    return solve(false, symmetric, n).values();
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    return solve(true, symmetric, n);
  }

  /** In column order, so that LAPACK reads no transposed copy: U of UᵀU there is L of LLᵀ here. */
  @Override
  public Optional<double[]> cholesky(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, LIMIT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment factor = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, symmetric);
      return OpenBlas.potrf(n, factor) == 0
          ? Optional.of(factor.toArray(ValueLayout.JAVA_DOUBLE))
          : Optional.empty();
    }
  }

  @Override
  public int limit() {
    return LIMIT;
  }

  private static Decomposition solve(boolean vectors, double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, LIMIT);
    double[] values = new double[n];
    if (n <= SHORT) {
      double[] work = symmetric.clone();
      check(
          OpenBlas.syevd(vectors, n, MemorySegment.ofArray(work), MemorySegment.ofArray(values)),
          n);
      return new Decomposition(values, work);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment work = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, symmetric);
      MemorySegment found = arena.allocate(ValueLayout.JAVA_DOUBLE, n);
      check(OpenBlas.syevd(vectors, n, work, found), n);
      MemorySegment.copy(found, ValueLayout.JAVA_DOUBLE, 0, values, 0, n);
      return new Decomposition(
          values, vectors ? work.toArray(ValueLayout.JAVA_DOUBLE) : new double[0]);
    }
  }

  private static void check(int info, int n) {
    if (info != 0) {
      throw new IllegalStateException(
          "LAPACK's dsyevd did not find the eigenvalues of a %d×%d matrix (info %d)"
              .formatted(n, n, info));
    }
  }
}
