package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;

/**
 * Made images of side×side pixels from 0 to 1, one a row; image i does not depend on the others.
 */
final class Images {

  /** Uniform draws set aside for an image. */
  private static final int DRAWS = 16;

  private static final int MOST_BLOBS = 3;

  private Images() {}

  /** Images number {@code first} to {@code first + n − 1}. */
  static double[][] of(String pattern, int side, int first, int n, long seed) {
    Draws draws = new Draws(seed, Stream.POINTS);
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] u = new double[DRAWS];
      for (int k = 0; k < DRAWS; k++) {
        u[k] = draws.uniform((long) (first + i) * DRAWS + k);
      }
      x[i] = pattern.equals("blobs") ? blobs(side, u) : grating(side, u);
    }
    return x;
  }

  /** One to three round Gaussian blobs of peak 0.4 to 1, the brighter one on top. */
  private static double[] blobs(int side, double[] u) {
    int count = 1 + (int) (MOST_BLOBS * u[0]);
    double[] image = new double[side * side];
    for (int k = 0; k < count; k++) {
      double row = side * u[1 + 4 * k];
      double column = side * u[2 + 4 * k];
      double reach = side * (0.1 + 0.15 * u[3 + 4 * k]);
      double peak = 0.4 + 0.6 * u[4 + 4 * k];
      for (int p = 0; p < image.length; p++) {
        int line = p / side;
        double down = (line + 0.5 - row) / reach;
        double right = (p % side + 0.5 - column) / reach;
        double value = peak * StrictMath.exp(-(down * down + right * right) / 2);
        image[p] = Math.max(image[p], value);
      }
    }
    return image;
  }

  /** A sine grating of half to two and a half periods, of any direction and phase. */
  private static double[] grating(int side, double[] u) {
    double angle = StrictMath.PI * u[0];
    double periods = 0.5 + 2 * u[1];
    double phase = 2 * StrictMath.PI * u[2];
    double contrast = 0.3 + 0.7 * u[3];
    double down = 2 * StrictMath.PI * periods * StrictMath.sin(angle) / side;
    double right = 2 * StrictMath.PI * periods * StrictMath.cos(angle) / side;
    double[] image = new double[side * side];
    for (int p = 0; p < image.length; p++) {
      int line = p / side;
      double wave = StrictMath.sin(down * (line + 0.5) + right * (p % side + 0.5) + phase);
      image[p] = (1 + contrast * wave) / 2;
    }
    return image;
  }
}
