package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.study.Settings;
import java.util.Arrays;
import java.util.Optional;

/**
 * Entries of points that are missing, NaN until they are filled: at random by {@code data.missing},
 * or in a file where {@code data.fill} allows it.
 *
 * @param missing probability with which an entry is lost, whatever it is and whatever else is lost
 * @param fill what is put in its place: the mean of what is there in its column of the training
 *     points, or 0
 */
record Gaps(double missing, Fill fill, long seed) {

  /** What takes the place of a missing entry. */
  enum Fill {
    MEAN,
    ZERO
  }

  /** As {@code data} says; the mean where it does not say. */
  static Gaps of(Fields fields) {
    Settings settings = fields.settings();
    boolean zero = settings.has("data.fill") && settings.text("data.fill").equals("zero");
    return new Gaps(
        settings.has("data.missing") ? settings.number("data.missing") : 0,
        zero ? Fill.ZERO : Fill.MEAN,
        fields.seed());
  }

  /** Whether files may leave entries out. */
  static boolean allowedIn(Settings settings) {
    return settings.has("data.fill");
  }

  /** The points and those held out, which continue the draws, with what {@link #missing} takes. */
  Dataset lose(Dataset data) {
    if (missing == 0) {
      return data;
    }
    Optional<Dataset> heldOut =
        data.heldOut().map(more -> more.withPoints(lose(more.x(), data.sampleCount())));
    return data.withPoints(lose(data.x(), 0)).withHeldOut(heldOut);
  }

  private double[][] lose(double[][] x, int first) {
    Draws draws = new Draws(seed, Stream.MISSING);
    double[][] left = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      left[i] = x[i].clone();
      for (int j = 0; j < x[i].length; j++) {
        if (draws.uniform((long) (first + i) * x[i].length + j) < missing) {
          left[i][j] = Double.NaN;
        }
      }
    }
    return left;
  }

  /** Fills all gaps; a column of which nothing is left becomes 0. */
  Dataset fill(Dataset data) {
    if (isComplete(data.x())
        && data.heldOut().map(Dataset::x).stream().allMatch(Gaps::isComplete)) {
      return data;
    }
    double[] values = fill == Fill.ZERO ? new double[data.inputDim()] : means(data.x());
    return data.withPoints(filled(data.x(), values))
        .withHeldOut(data.heldOut().map(more -> more.withPoints(filled(more.x(), values))));
  }

  private static double[] means(double[][] x) {
    double[] means = new double[x[0].length];
    for (int j = 0; j < means.length; j++) {
      int column = j;
      means[j] =
          Arrays.stream(x)
              .mapToDouble(point -> point[column])
              .filter(entry -> !Double.isNaN(entry))
              .average()
              .orElse(0);
    }
    return means;
  }

  private static double[][] filled(double[][] x, double[] values) {
    double[][] filled = new double[x.length][values.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < values.length; j++) {
        filled[i][j] = Double.isNaN(x[i][j]) ? values[j] : x[i][j];
      }
    }
    return filled;
  }

  /** Whether no entry is missing. */
  static boolean isComplete(double[][] x) {
    return Arrays.stream(x).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN);
  }
}
