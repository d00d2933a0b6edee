package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Precision;
import org.jspecify.annotations.Nullable;

/**
 * A = L·Lᵀ on the device, FP64, by blocks of columns: small diagonal blocks on the host, all else
 * by cuBLAS (TRSM and SYRK). About n³/3 flops. See G. Golub, C. Van Loan, "Matrix Computations",
 * 4th ed., section 4.2.
 */
final class DeviceCholesky implements AutoCloseable {
  private static final int BLOCK = 128;

  private final CudaDevice device;
  private final CudaTensor lower;
  private final int n;

  private DeviceCholesky(CudaDevice device, int n) {
    this.device = device;
    this.n = n;
    lower = CudaTensor.allocate(device, Precision.FP64, new Shape(1, n, n));
  }

  /**
   * Factors A + shift·I.
   *
   * @param symmetric n×n row-major
   * @return null if it is not positive definite to rounding
   */
  static @Nullable DeviceCholesky of(CudaDevice device, double[] symmetric, int n, double shift) {
    DeviceCholesky factors = new DeviceCholesky(device, n);
    double[] shifted = symmetric.clone();
    for (int i = 0; i < n; i++) {
      shifted[i * n + i] += shift;
    }
    factors.lower.upload(shifted);
    if (factors.factor()) {
      return factors;
    }
    factors.close();
    return null;
  }

  private boolean factor() {
    for (int from = 0; from < n; from += BLOCK) {
      int size = Math.min(BLOCK, n - from);
      CudaTensor diagonal = lower.part(0, from, new Shape(1, size, size), from);
      double[] entries = diagonal.toArray();
      if (!factorOnHost(entries, size)) {
        return false;
      }
      diagonal.upload(entries);
      int rest = n - from - size;
      if (rest > 0) {
        CudaTensor below = lower.part(0, from + size, new Shape(1, rest, size), from);
        device.blas().divideBy(Transpose.YES, diagonal, below);
        CudaTensor trailing = lower.part(0, from + size, new Shape(1, rest, rest), from + size);
        device.blas().square(-1, below, 1, trailing);
      }
    }
    return true;
  }

  /** The lower triangle of {@code a} ← its Cholesky factor; false if a pivot is not positive. */
  private static boolean factorOnHost(double[] a, int size) {
    for (int j = 0; j < size; j++) {
      for (int i = j; i < size; i++) {
        double sum = a[i * size + j];
        for (int k = 0; k < j; k++) {
          sum -= a[i * size + k] * a[j * size + k];
        }
        if (i == j && !(sum > 0)) {
          return false;
        }
        a[i * size + j] = i == j ? Math.sqrt(sum) : sum / a[j * size + j];
      }
    }
    return true;
  }

  /** Rows of B ← rows of B·A⁻¹. */
  void solve(CudaTensor rows) {
    device.blas().divideBy(Transpose.YES, lower, rows);
    device.blas().divideBy(Transpose.NO, lower, rows);
  }

  @Override
  public void close() {
    lower.close();
  }
}
