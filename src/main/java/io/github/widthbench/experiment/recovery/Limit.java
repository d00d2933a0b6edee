package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;

/**
 * Where a run tends to: the point of the branch next to its end where it recovers the teacher, else
 * its end.
 *
 * @param recovered whether the test error falls together with the loss, and far below the teacher
 * @param nearest the point of exact recovery next to the end
 * @param tangent singular values of J at the limit
 * @param branch singular values of J at the nearest point
 */
record Limit(boolean recovered, Nearest nearest, SingularValues tangent, SingularValues branch) {
  private static final double WINDOW = 1e4;
  private static final double FALLEN = 0.1;
  private static final double FAR_BELOW = 1e-3;
  private static final double ROUNDING = 1e-11;

  static Limit of(Path path, SquareLoss loss, Case cell) {
    Point last = path.last();
    Nearest nearest = Nearest.to(cell.teacher(), last.theta());
    boolean recovered = recovers(path, loss, cell);
    SingularValues branch = SingularValues.of(loss.jacobian(nearest.point()));
    boolean onBranch = recovered && Double.isFinite(nearest.distance());
    SingularValues tangent = onBranch ? branch : SingularValues.of(loss.jacobian(last.theta()));
    return new Limit(recovered, nearest, tangent, branch);
  }

  /**
   * A student that has learnt the samples only has a test error that stays while R falls. Noise in
   * the labels keeps R from falling: then the whole way counts.
   */
  private static boolean recovers(Path path, SquareLoss loss, Case cell) {
    TestSet test = TestSet.of(cell.teacher());
    Point last = path.last();
    double now = test.rms(loss, last.theta());
    double teacher = 0;
    for (double y : test.y()) {
      teacher += y * y;
    }
    if (now <= ROUNDING) {
      return true;
    }
    Point before = path.beforeLoss(WINDOW * last.loss());
    return (before.loss() >= WINDOW * last.loss() || cell.foreignLabel().isPresent())
        && now <= FALLEN * test.rms(loss, before.theta())
        && now <= FAR_BELOW * Math.sqrt(teacher / test.y().length);
  }

  /** λ, the smallest non-zero eigenvalue of JᵀJ. */
  double lambda() {
    return tangent.smallest() * tangent.smallest();
  }
}
