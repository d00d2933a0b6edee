package io.github.widthbench.experiment.recovery;

import java.util.ArrayList;
import java.util.List;

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
