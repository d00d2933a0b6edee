package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Learns one electron at a time. With its best charge, R(θ)/Φ(θ,θ), an electron lowers the loss by
 * R(θ)²/Φ(θ,θ) where R is the residual potential; its place climbs the logarithm of that, whose
 * slope does not fade far from the protons. Then all charges are fitted again, and the next one
 * starts. Should the loss stay above the stop, all electrons descend together in the end.
 */
final class Nodewise {
  private static final double ENOUGH = 1e-4;
  private static final double SHORTEST = 1e-11;

  /** A share of the loss that could be gained at a start below which it is rounding. */
  private static final double NO_FORCE = 1e-12;

  private static final int MOST_SPARES = 100;

  /** Longest move of a place, so that no peak is jumped over from afar. */
  private static final double LONGEST = 0.5;

  private final Population loss;
  private final Landscape landscape;
  private final Path<Neurons> path;
  private final EigenSolver solver;
  private final IntFunction<double[]> spares;
  private final List<Double> staircase = new ArrayList<>();
  private boolean ended;
  private int used;

  /**
   * In charges and places.
   *
   * @param spares further random starts, for electrons that would feel no force at theirs
   */
  Nodewise(
      Landscape landscape, IntFunction<double[]> spares, Path<Neurons> path, EigenSolver solver) {
    this.landscape = landscape;
    this.loss = (Population) landscape.loss();
    this.spares = spares;
    this.path = path;
    this.solver = solver;
  }

  /** The loss before the first electron and after each. */
  List<Double> staircase() {
    return staircase;
  }

  /** Places the electrons from their starts in order; one that is not needed keeps charge 0. */
  Neurons run(Neurons start, Stepping polish) {
    Neurons electrons = start.charged(new double[start.count()]);
    Neurons placed = electrons.first(0);
    staircase.add(loss.value(placed));
    for (int i = 0; i < start.count() && !ended; i++) {
      path.resume();
      electrons = electrons.moved(i, climb(placed, beginning(placed, start.w()[i])));
      placed = BestResponse.at(loss, electrons.first(i + 1), solver);
      staircase.add(loss.value(placed));
    }
    double[] charges = new double[start.count()];
    System.arraycopy(placed.a(), 0, charges, 0, placed.count());
    Neurons all = electrons.charged(charges);
    path.resume();
    return ended ? all : new Descent(landscape, polish, Optional.empty(), path).run(all);
  }

  /**
   * The electron's own start, or the first spare one with a residual potential above rounding: on a
   * line a placed electron screens all that is behind it.
   */
  private double[] beginning(Neurons placed, double[] own) {
    double least = NO_FORCE * loss.value(placed);
    double[] theta = own;
    for (int i = 0; i < MOST_SPARES && !(drop(placed, theta) > least); i++) {
      theta = spares.apply(used++);
    }
    return theta;
  }

  private double[] climb(Neurons placed, double[] start) {
    double base = loss.value(placed);
    Climber climber = new Climber(placed);
    double[] theta = start;
    while (true) {
      double drop = drop(placed, theta);
      double[] uphill = slope(placed, theta);
      double norm = Vectors.norm(uphill);
      ended = path.visit(placed, base - drop, drop * norm);
      if (ended || !(norm > 0)) {
        return theta;
      }
      Optional<double[]> next = climber.next(theta, drop, uphill, norm);
      if (next.isEmpty()) {
        path.rest(placed, drop * norm);
        return theta;
      }
      theta = next.get();
    }
  }

  /** Steps of one electron: twice the last one, halved until it climbs enough. */
  private final class Climber {
    private final Neurons placed;
    private double step = LONGEST;

    Climber(Neurons placed) {
      this.placed = placed;
    }

    Optional<double[]> next(double[] theta, double drop, double[] uphill, double norm) {
      for (step = Math.min(2 * step, LONGEST / norm); step * norm > SHORTEST; step /= 2) {
        double[] tried = landscape.place(theta, uphill, -step);
        double gain = StrictMath.log(drop(placed, tried)) - StrictMath.log(drop);
        if (gain >= ENOUGH * step * norm * norm) {
          return Optional.of(tried);
        }
      }
      return Optional.empty();
    }
  }

  /** R²/Φ(θ,θ). */
  private double drop(Neurons placed, double[] theta) {
    double residual = loss.residual(placed, theta, -1);
    return residual * residual / loss.potential().self(theta);
  }

  /** ∇ log of {@link #drop}, tangent on the sphere. */
  private double[] slope(Neurons placed, double[] theta) {
    Potential potential = loss.potential();
    double[] slope = new double[theta.length];
    double residual = loss.residual(placed, theta, -1);
    loss.addResidualGradient(placed, -1, theta, 2 / residual, slope);
    potential.addSelfGradient(-1 / potential.self(theta), theta, slope);
    if (landscape.spherical()) {
      Vectors.add(-Vectors.dot(slope, theta), theta, slope);
    }
    return slope;
  }
}
