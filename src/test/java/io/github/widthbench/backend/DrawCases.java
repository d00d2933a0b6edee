package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;

/** Draws on a device against those of the host. */
final class DrawCases {

  private DrawCases() {}

  /** Some neurons of two networks, written into a view. */
  static void checkNormals(Ops ops, Precision precision) {
    int d = 3;
    int m = 301;
    long[] seeds = {7, -1};
    Tensor x = ops.allocate(precision, new Shape(2, d, m + 4));
    ops.normals(seeds, Draws.Stream.WEIGHTS, 11, 0.5, x.columns(2, m + 2));
    double[] found = x.columns(2, m + 2).toArray();
    for (int b = 0; b < 2; b++) {
      Draws draws = new Draws(seeds[b], Draws.Stream.WEIGHTS);
      for (int k = 0; k < d; k++) {
        for (int j = 0; j < m; j++) {
          double expected = 0.5 * draws.normal(k + (long) d * (11 + j));
          assertThat(found[(b * d + k) * m + j]).isEqualTo(precision.round(expected));
        }
      }
    }
    assertThat(x.columns(0, 2).toArray()).containsOnly(0);
  }
}
