package io.github.widthbench.math;

/** Carlson's symmetric elliptic integral of the first kind, by {@link StrictMath} only. */
public final class Carlson {

  /** Where the arguments differ by less than this share, the series below is exact to a bit. */
  private static final double NEAR = 1e-3;

  private static final int MOST_DOUBLINGS = 200;

  private Carlson() {}

  /**
   * R_F(x, y, z) = ½∫₀^∞ dt/√((t+x)(t+y)(t+z)), infinite where two arguments are 0.
   *
   * <p>B. C. Carlson, "Numerical computation of real or complex elliptic integrals", 1995: the
   * arguments are drawn together fourfold a step, then a series to order seven. NIST Digital
   * Library of Mathematical Functions, 19.36.
   *
   * @throws IllegalArgumentException for a negative or NaN argument
   */
  public static double rf(double x, double y, double z) {
    if (!(x >= 0) || !(y >= 0) || !(z >= 0)) {
      throw new IllegalArgumentException(
          "R_F needs numbers ≥ 0, found %s, %s, %s".formatted(x, y, z));
    }
    if (Math.max(Math.min(x, y), Math.min(Math.max(x, y), z)) == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = (x + y + z) / 3;
    for (int k = 0; k < MOST_DOUBLINGS && spread(x, y, z, mean) > NEAR; k++) {
      double lambda =
          Math.sqrt(x) * Math.sqrt(y) + Math.sqrt(y) * Math.sqrt(z) + Math.sqrt(z) * Math.sqrt(x);
      x = (x + lambda) / 4;
      y = (y + lambda) / 4;
      z = (z + lambda) / 4;
      mean = (x + y + z) / 3;
    }
    return series(1 - x / mean, 1 - y / mean, 1 - z / mean) / Math.sqrt(mean);
  }

  private static double spread(double x, double y, double z, double mean) {
    double far = Math.max(Math.abs(mean - x), Math.max(Math.abs(mean - y), Math.abs(mean - z)));
    return far / mean;
  }

  /** With x + y + z = 0, in the symmetric functions of the three. */
  private static double series(double x, double y, double z) {
    double two = x * y - z * z;
    double three = x * y * z;
    return 1
        - two / 10
        + three / 14
        + two * two / 24
        - 3 * two * three / 44
        - 5 * two * two * two / 208
        + 3 * three * three / 104
        + two * two * three / 16;
  }
}
