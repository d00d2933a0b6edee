package io.github.widthbench.network;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;

/** Random orthonormal bases: Gram–Schmidt, twice for accuracy, on Gaussian vectors. */
final class OrthonormalBasis {

  private OrthonormalBasis() {}

  /** {@code basis} ← d orthonormal rows of length d, uniformly distributed; cost 4d³. */
  static void fill(long seed, int group, int d, double[] basis) {
    fill(seed, (long) group * d * d, d, basis);
  }

  private static void fill(long seed, long firstDraw, int d, double[] basis) {
    new Draws(seed, Stream.WEIGHTS).normals(firstDraw, basis);
    for (int i = 0; i < d; i++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          subtractProjection(basis, d, i, j);
        }
      }
      normalise(basis, d, i);
    }
  }

  /**
   * The first rows and columns of a random basis, scaled so that entries have mean square
   * deviation².
   *
   * @param edge with draws of its own
   * @param shape of one matrix
   */
  static double[] part(long seed, int edge, Shape shape, double deviation) {
    int d = Math.max(shape.rows(), shape.columns());
    double[] basis = new double[d * d];
    fill(seed, (long) edge << DagWeights.EDGE_BITS, d, basis);
    double[] part = new double[shape.rows() * shape.columns()];
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        part[i * shape.columns() + j] = deviation * Math.sqrt(d) * basis[i * d + j];
      }
    }
    return part;
  }

  private static void subtractProjection(double[] basis, int d, int i, int j) {
    double product = 0;
    for (int k = 0; k < d; k++) {
      product += basis[i * d + k] * basis[j * d + k];
    }
    for (int k = 0; k < d; k++) {
      basis[i * d + k] -= product * basis[j * d + k];
    }
  }

  private static void normalise(double[] basis, int d, int i) {
    double squared = 0;
    for (int k = 0; k < d; k++) {
      squared += basis[i * d + k] * basis[i * d + k];
    }
    double factor = 1 / Math.sqrt(squared);
    for (int k = 0; k < d; k++) {
      basis[i * d + k] *= factor;
    }
  }
}
