package io.github.widthbench.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads the fields of the generated kinds. */
final class GeneratedSource {

  private GeneratedSource() {}

  static Dataset read(String kind, Fields fields) {
    int n = fields.sampleCount();
    int held = fields.heldOut();
    int d = kind.equals("circle") ? 2 : fields.inputDim();
    double radius = fields.radius();
    double[][] x =
        switch (kind) {
          case "sphere" -> Generator.scaledTo(radius, normals(n + held, d, 1, fields));
          case "gaussian" -> normals(n + held, d, radius, fields);
          case "circle" -> Generator.circle(n, radius);
          case "orthonormal" -> Generator.equiangular(fits(n, d, fields), d, 0, radius);
          case "equiangular" ->
              Generator.equiangular(fits(n, d, fields), d, correlation(n, fields), radius);
          default -> throw new IllegalArgumentException("no generated kind: " + kind);
        };
    Optional<Dataset> heldOut =
        held == 0
            ? Optional.empty()
            : Optional.of(points(kind, Arrays.copyOfRange(x, n, n + held), radius));
    return points(kind, held == 0 ? x : Arrays.copyOf(x, n), radius).withHeldOut(heldOut);
  }

  private static Dataset points(String kind, double[][] x, double radius) {
    String description =
        String.format(
            Locale.ROOT,
            "%s: %d points in %d dimensions, radius %s",
            kind,
            x.length,
            x[0].length,
            radius);
    return new Dataset(description, x, Optional.empty(), Optional.empty());
  }

  private static double[][] normals(int count, int d, double radius, Fields fields) {
    double[][] x = Generator.gaussian(count, d, radius, fields.seed());
    if (fields.settings().has("data.covariance")) {
      Covariance.of(fields.settings(), d).applyTo(x);
    }
    return x;
  }

  /** n, which may be at most d. */
  private static int fits(int n, int d, Fields fields) {
    if (n <= d) {
      return n;
    }
    throw fields.settings().error("data.sampleCount", String.valueOf(n), "at most inputDim " + d);
  }

  private static double correlation(int n, Fields fields) {
    double correlation = fields.settings().number("data.correlation");
    // the Gram matrix is positive definite in this interval only; n = 1 has no lower end
    double least = n > 1 ? -1.0 / (n - 1) : Double.NEGATIVE_INFINITY;
    if (correlation > least && correlation < 1) {
      return correlation;
    }
    throw fields
        .settings()
        .error(
            "data.correlation",
            String.valueOf(correlation),
            "above " + least + " and below 1 for " + n + " points");
  }
}
