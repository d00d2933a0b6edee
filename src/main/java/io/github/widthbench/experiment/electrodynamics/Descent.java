package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import java.util.Arrays;
import java.util.Optional;

/**
 * Gradient descent and, where asked for, its second-order form, which leaves saddles along the
 * eigenvector of the smallest curvature.
 */
final class Descent {

  /**
   * Second-order moves.
   *
   * @param gamma the curvature −gamma below which a flat point counts as a saddle
   * @param push length of the first move tried
   */
  record Saddles(double gamma, double push, EigenSolver solver) {}

  private static final double HESSIAN_STEP = 1e-5;
  private static final int MOST_HALVINGS = 30;

  private final Landscape landscape;
  private final Stepping stepping;
  private final Optional<Saddles> saddles;
  private final Path<Neurons> path;

  Descent(Landscape landscape, Stepping stepping, Optional<Saddles> saddles, Path<Neurons> path) {
    this.landscape = landscape;
    this.stepping = stepping;
    this.saddles = saddles;
    this.path = path;
  }

  /** Where the electrons end. */
  Neurons run(Neurons start) {
    Stepping.Walker walker = stepping.on(landscape);
    Neurons now = start;
    while (true) {
      double loss = landscape.value(now);
      Neurons gradient = landscape.gradient(now);
      double norm = gradient.norm();
      if (path.visit(now, loss, norm)) {
        return now;
      }
      Optional<Neurons> next =
          path.isFlat(norm) ? Optional.empty() : walker.next(now, loss, gradient);
      if (next.isEmpty()) {
        next = pastSaddle(now, loss);
      }
      if (next.isEmpty()) {
        path.rest(now, norm);
        return now;
      }
      now = next.get();
    }
  }

  private Optional<Neurons> pastSaddle(Neurons now, double loss) {
    if (saddles.isEmpty()) {
      return Optional.empty();
    }
    Curvature curvature = new Curvature(landscape, now);
    int n = curvature.order();
    Decomposition decomposition =
        saddles.get().solver().decompose(curvature.hessian(HESSIAN_STEP), n);
    if (decomposition.values()[0] > -saddles.get().gamma()) {
      return Optional.empty();
    }
    Neurons direction = curvature.direction(Arrays.copyOf(decomposition.vectors(), n));
    return lower(now, loss, direction);
  }

  /** The lower of the two ways along a direction, shorter until one is below the saddle. */
  private Optional<Neurons> lower(Neurons now, double loss, Neurons direction) {
    double push = saddles.orElseThrow().push();
    for (int halvings = 0; halvings < MOST_HALVINGS; halvings++, push /= 2) {
      Neurons ahead = landscape.move(now, direction, -push);
      Neurons behind = landscape.move(now, direction, push);
      double there = landscape.value(ahead);
      double back = landscape.value(behind);
      if (Math.min(there, back) < loss) {
        return Optional.of(there <= back ? ahead : behind);
      }
    }
    return Optional.empty();
  }
}
