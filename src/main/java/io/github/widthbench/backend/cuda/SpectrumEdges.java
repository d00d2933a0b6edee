package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.cuda.BlockLanczos.Pair;
import io.github.widthbench.math.Precision;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The smallest and the largest eigenvalue of a positive semidefinite matrix, by products and
 * triangular solves of cuBLAS: block Lanczos on A for the largest, on (A + shift)⁻¹ for the
 * smallest. That no eigenvalue is below what is answered is certified: A less the answer, moved by
 * the error allowed, has a Cholesky factor.
 */
record SpectrumEdges(CudaDevice device, EigenSolver small) {

  /** Units of rounding, times n and the largest eigenvalue: the error allowed. */
  private static final double ROUNDINGS = 4 * 0x1p-53;

  /** The two edges; empty where they are not certified, as for an indefinite matrix. */
  Optional<double[]> of(double[] symmetric, int n) {
    try (CudaTensor a = CudaTensor.allocate(device, Precision.FP64, new Shape(1, n, n))) {
      a.upload(symmetric);
      CudaOps ops = new CudaOps(device);
      Optional<Pair> largest =
          iterate(n, (q, w) -> ops.gemm(Transpose.NO, Transpose.NO, 1, q, a, 0, w));
      if (largest.isEmpty() || !(largest.get().value() > 0)) {
        return Optional.empty();
      }
      double allowed = ROUNDINGS * n * largest.get().value();
      return smallest(symmetric, n, allowed)
          .map(smallest -> new double[] {smallest, largest.get().value()});
    }
  }

  private Optional<Double> smallest(double[] symmetric, int n, double allowed) {
    Optional<Pair> inverse = Optional.empty();
    try (@Nullable DeviceCholesky factors = DeviceCholesky.of(device, symmetric, n, 2 * allowed)) {
      if (factors != null) {
        CudaOps ops = new CudaOps(device);
        inverse =
            iterate(
                n,
                (q, w) -> {
                  ops.copy(q, w);
                  factors.solve(w);
                });
      }
    }
    return inverse
        .map(pair -> rayleighQuotient(symmetric, pair.vector()))
        .filter(value -> nothingBelow(symmetric, n, value - 2 * allowed));
  }

  private Optional<Pair> iterate(int n, BiConsumer<CudaTensor, CudaTensor> operator) {
    try (BlockLanczos lanczos = new BlockLanczos(device, small, n)) {
      return lanczos.largest(operator, ROUNDINGS * Math.sqrt(n));
    }
  }

  /** xᵀAx: its error is the square of the vector's. */
  private static double rayleighQuotient(double[] a, double[] x) {
    int n = x.length;
    double quotient = 0;
    double squared = 0;
    for (int i = 0; i < n; i++) {
      double product = 0;
      for (int j = 0; j < n; j++) {
        product += a[i * n + j] * x[j];
      }
      quotient += x[i] * product;
      squared += x[i] * x[i];
    }
    return quotient / squared;
  }

  private boolean nothingBelow(double[] symmetric, int n, double bound) {
    try (@Nullable DeviceCholesky factors = DeviceCholesky.of(device, symmetric, n, -bound)) {
      return factors != null;
    }
  }
}
