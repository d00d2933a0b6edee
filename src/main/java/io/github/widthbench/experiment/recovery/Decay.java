package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.recovery.Path.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How the loss of a run decays at its end.
 *
 * @param kind exponential, algebraic, or none where the loss has stopped falling
 * @param rate −d log R/dt, over the last decades of R above rounding
 * @param steady rate over the first half of that window divided by the rate over the second, less 1
 * @param slope d log R/d log t, over the last decade of time
 * @param constant lim t²R by the line through R^(−1/2), which is straight in t from early on
 * @param from the first point of the window of the rate
 */
record Decay(Kind kind, double rate, double steady, double slope, double constant, Point from) {

  /** The classes. */
  enum Kind {
    EXPONENTIAL("exponential"),
    ALGEBRAIC("algebraic"),
    NONE("none");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** A loss below is rounding in part; an algebraic decay does not come near it. */
  static final double FLOOR = 1e-24;

  private static final double WINDOW = 1e6;
  private static final double FALLING = 0.5;

  static Decay of(Path path) {
    double end = Math.max(path.last().loss(), FLOOR);
    Point to = path.beforeLoss(end);
    Point from = path.beforeLoss(end * WINDOW);
    Point middle = path.beforeLoss(Math.sqrt(from.loss() * to.loss()));
    double rate = rate(from, to);
    double steady = rate(from, middle) / rate(middle, to) - 1;
    Point decade = path.beforeTime(to.time() / 10);
    double slope = difference(decade, to, Point::loss) / difference(decade, to, Point::time);
    double root = 1 / Math.sqrt(to.loss()) - 1 / Math.sqrt(decade.loss());
    double constant = Math.pow((to.time() - decade.time()) / root, 2);
    return new Decay(kind(path, to), rate, steady, slope, constant, from);
  }

  private static Kind kind(Path path, Point to) {
    if (path.last().loss() <= FLOOR) {
      return Kind.EXPONENTIAL;
    }
    List<Point> late =
        path.points().stream()
            .filter(p -> p.time() >= to.time() / 100 && p.time() <= to.time() && p.loss() > 0)
            .toList();
    if (late.size() < 3
        || !(StrictMath.log(late.getFirst().loss() / late.getLast().loss()) > FALLING)) {
      return Kind.NONE;
    }
    double overTime = correlation(late, Point::time);
    double overLog = correlation(late, p -> StrictMath.log(p.time()));
    return overTime > overLog ? Kind.EXPONENTIAL : Kind.ALGEBRAIC;
  }

  private static double rate(Point from, Point to) {
    return StrictMath.log(from.loss() / to.loss()) / (to.time() - from.time());
  }

  private static double difference(Point from, Point to, ToDoubleFunction<Point> of) {
    return StrictMath.log(of.applyAsDouble(to) / of.applyAsDouble(from));
  }

  /** Squared correlation of log R with a clock. */
  private static double correlation(List<Point> points, ToDoubleFunction<Point> clock) {
    double x = points.stream().mapToDouble(clock).sum() / points.size();
    double y = points.stream().mapToDouble(Decay::logLoss).sum() / points.size();
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (Point point : points) {
      double dx = clock.applyAsDouble(point) - x;
      double dy = logLoss(point) - y;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    return xy * xy / (xx * yy);
  }

  private static double logLoss(Point point) {
    return StrictMath.log(point.loss());
  }
}
