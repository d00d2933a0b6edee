package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Gives points their labels. Without {@code labels.kind} a data set keeps its own and one that has
 * none gets signs; {@code inputs} are the points themselves. {@code eigenvector} needs a Gram
 * matrix, so the experiment computes it.
 */
record Labels(Fields fields) {

  private static final String KIND = "labels.kind";

  /**
   * The data set with its labels.
   *
   * @param first number of the first point, so that held-out points continue the draws
   */
  Dataset applyTo(Dataset data, int first) {
    if (!fields.settings().has(KIND)) {
      return data.targets().isPresent() ? data : data.withTargets(signs(data, first));
    }
    String kind = fields.settings().text(KIND);
    return data.withTargets(
        switch (kind) {
          case "sign" -> signs(data, first);
          case "smooth" -> smooth(data);
          case "inputs" -> Optional.of(data.x());
          case "eigenvector" -> Optional.empty();
          default -> throw fields.settings().error(KIND, kind, "sign, smooth, inputs, eigenvector");
        });
  }

  /** Whether they are a function of the points. */
  boolean dependOnPoints() {
    return fields.settings().has(KIND)
        && List.of("smooth", "inputs").contains(fields.settings().text(KIND));
  }

  /** −1 or +1 at random. */
  private Optional<double[][]> signs(Dataset data, int first) {
    Draws draws = new Draws(fields.seed(), Stream.LABELS);
    return Optional.of(
        IntStream.range(first, first + data.sampleCount())
            .mapToObj(i -> new double[] {draws.sign(i)})
            .toArray(double[][]::new));
  }

  private static Optional<double[][]> smooth(Dataset data) {
    return Optional.of(
        Arrays.stream(data.x())
            .map(point -> new double[] {smooth(point)})
            .toArray(double[][]::new));
  }

  /**
   * sin((x₁ + … + x_d)/|x|), and 0 at 0. It depends on the direction only, lies in [−1, 1], and its
   * argument is of order 1 whatever the dimension of points spread over a sphere.
   */
  static double smooth(double[] point) {
    double norm = Generator.norm(point);
    return norm == 0 ? 0 : StrictMath.sin(Arrays.stream(point).map(entry -> entry / norm).sum());
  }
}
