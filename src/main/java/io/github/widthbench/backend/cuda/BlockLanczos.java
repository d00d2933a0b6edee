package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The largest eigenvalue of a symmetric operator by block Lanczos with full reorthogonalisation:
 * products on the device, the small projected problem on the host. See G. Golub, C. Van Loan,
 * "Matrix Computations", 4th ed., section 10.3. Basis vectors are rows, one behind another.
 */
final class BlockLanczos implements AutoCloseable {
  private static final int BLOCK = 8;
  private static final int MOST_VECTORS = 512;

  /** A remainder this much shorter than its product is rounding: the subspace is invariant. */
  private static final double NOTHING = 0x1p-44;

  private final CudaOps ops;
  private final EigenSolver small;
  private final int n;
  private final int most;
  private final CudaTensor basis;
  private final CudaTensor product;
  private final CudaTensor coefficients;

  /** Projection of the operator on the basis, most × most. */
  private final double[] projected;

  BlockLanczos(CudaDevice device, EigenSolver small, int n) {
    this.ops = new CudaOps(device);
    this.small = small;
    this.n = n;
    most = Math.min(n, MOST_VECTORS);
    basis = CudaTensor.allocate(device, Precision.FP64, new Shape(1, most, n));
    product = CudaTensor.allocate(device, Precision.FP64, new Shape(1, BLOCK, n));
    coefficients = CudaTensor.allocate(device, Precision.FP64, new Shape(1, most, BLOCK));
    projected = new double[most * most];
  }

  /**
   * An eigenpair.
   *
   * @param residual bound of |Bx − value·x|
   * @param vector a unit vector
   */
  @SuppressWarnings("ArrayRecordComponent") // a result to read once, never compared
  record Pair(double value, double residual, double[] vector) {}

  /**
   * The pair of the largest eigenvalue.
   *
   * @param operator (q, w): rows of w ← rows of q times B
   * @param tolerance residual to reach, relative to the eigenvalue's size
   * @return empty if it is not reached within the basis
   */
  Optional<Pair> largest(BiConsumer<CudaTensor, CudaTensor> operator, double tolerance) {
    Rows next = Rows.orthonormal(start(), n, 0);
    int size = 0;
    int check = 2 * BLOCK;
    while (true) {
      int width = Math.min(next.count(), most - size);
      rows(size, width).upload(Arrays.copyOf(next.vectors(), width * n));
      CudaTensor w = product.part(0, 0, new Shape(1, width, n), 0);
      operator.accept(rows(size, width), w);
      project(w, size, size + width);
      size += width;
      double[] remainder = w.toArray();
      next = Rows.orthonormal(remainder, n, NOTHING * size(size));
      boolean complete = next.count() == 0 || size == most;
      if (complete || size >= check) {
        Pair pair = ritz(size, width, remainder);
        if (next.count() == 0 || size == n || pair.residual() <= tolerance * pair.value()) {
          return Optional.of(pair);
        }
        if (size == most) {
          return Optional.empty();
        }
        check = Math.min(most, Math.max(size + BLOCK, size * 5 / 4));
      }
    }
  }

  private double[] start() {
    double[] rows = new double[Math.min(BLOCK, n) * n];
    new Draws(0, Draws.Stream.WEIGHTS).normals(0, rows); // any fixed start that favours no vector
    return rows;
  }

  private CudaTensor rows(int from, int count) {
    return basis.part(0, from, new Shape(1, count, n), 0);
  }

  /** Takes the basis out of w, twice for the sake of rounding, and keeps the coefficients. */
  private void project(CudaTensor w, int from, int size) {
    int width = size - from;
    CudaTensor all = rows(0, size);
    CudaTensor along = coefficients.part(0, 0, new Shape(1, size, width), 0);
    for (int pass = 0; pass < 2; pass++) {
      ops.gemm(Transpose.NO, Transpose.YES, 1, all, w, 0, along);
      ops.gemm(Transpose.YES, Transpose.NO, -1, along, all, 1, w);
      double[] added = along.toArray();
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < width; j++) {
          projected[i * most + from + j] += added[i * width + j];
        }
      }
    }
  }

  /** A size of the operator: the largest entry of its projection. */
  private double size(int count) {
    double largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(projected[i * most + i]));
    }
    return largest;
  }

  /** The largest Ritz pair; what the last block's product leaves behind bounds its residual. */
  private Pair ritz(int size, int width, double[] remainder) {
    double[] t = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        t[i * size + j] = projected[i * most + j];
        t[j * size + i] = projected[i * most + j];
      }
    }
    Decomposition solved = small.decompose(t, size);
    int top = (size - 1) * size;
    double[] y = Arrays.copyOfRange(solved.vectors(), top, top + size);
    double squared = 0;
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += remainder[j * n + k] * y[size - width + j];
      }
      squared += sum * sum;
    }
    return new Pair(solved.values()[size - 1], Math.sqrt(squared), combine(y, size));
  }

  private double[] combine(double[] y, int size) {
    CudaTensor weights = coefficients.part(0, 0, new Shape(1, size, 1), 0);
    CudaTensor sum = product.part(0, 0, new Shape(1, 1, n), 0);
    weights.upload(y);
    ops.gemm(Transpose.YES, Transpose.NO, 1, weights, rows(0, size), 0, sum);
    return sum.toArray();
  }

  @Override
  public void close() {
    basis.close();
    product.close();
    coefficients.close();
  }

  /** Orthonormal rows. */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once
  private record Rows(double[] vectors, int count) {

    /** Gram-Schmidt, each row twice; rows that come out at most {@code nothing} long are left. */
    static Rows orthonormal(double[] rows, int n, double nothing) {
      double[] kept = new double[rows.length];
      int count = 0;
      for (int r = 0; r < rows.length / n; r++) {
        double[] row = Arrays.copyOfRange(rows, r * n, (r + 1) * n);
        for (int pass = 0; pass < 2; pass++) {
          for (int k = 0; k < count; k++) {
            double along = dot(row, 0, kept, k * n, n);
            for (int i = 0; i < n; i++) {
              row[i] -= along * kept[k * n + i];
            }
          }
        }
        double length = Math.sqrt(dot(row, 0, row, 0, n));
        if (length > nothing) {
          for (int i = 0; i < n; i++) {
            kept[count * n + i] = row[i] / length;
          }
          count++;
        }
      }
      return new Rows(kept, count);
    }

    private static double dot(double[] a, int atA, double[] b, int atB, int n) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += a[atA + i] * b[atB + i];
      }
      return sum;
    }
  }
}
