package io.github.widthbench.experiment.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a run passed through, in time order: the loss densely, the parameters with it. */
final class Path {

  /**
   * A point of a run.
   *
   * @param time of the flow; steps times the learning rate of descent
   * @param step of the integrator or of descent
   */
  @SuppressWarnings("ArrayRecordComponent") // read only
  record Point(double time, int step, double loss, double gradient, double[] theta) {}

  private final List<Point> points = new ArrayList<>();

  void add(Point point) {
    points.add(point);
  }

  List<Point> points() {
    return points;
  }

  Point first() {
    return points.getFirst();
  }

  Point last() {
    return points.getLast();
  }

  /** The step of the first point with √(2 loss) at most {@code residual}. */
  OptionalInt firstAtMost(double residual) {
    return points.stream()
        .filter(p -> Math.sqrt(2 * p.loss()) <= residual)
        .mapToInt(Point::step)
        .findFirst();
  }

  /** The last point with at least this loss, or the first. */
  Point beforeLoss(double loss) {
    for (int i = points.size() - 1; i > 0; i--) {
      if (points.get(i).loss() >= loss) {
        return points.get(i);
      }
    }
    return first();
  }

  /** The last point with at most this time, or the first. */
  Point beforeTime(double time) {
    for (int i = points.size() - 1; i > 0; i--) {
      if (points.get(i).time() <= time) {
        return points.get(i);
      }
    }
    return first();
  }
}
