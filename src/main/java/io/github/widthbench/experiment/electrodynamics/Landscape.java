package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.math.Vectors;

/**
 * A loss with what may move on it.
 *
 * @param spherical whether places stay on the unit sphere
 * @param all whether charges move too
 */
record Landscape(Loss loss, boolean spherical, boolean all) {

  double value(Neurons electrons) {
    return loss.value(electrons);
  }

  /** The length of all that may move. */
  double weightNorm(Neurons electrons) {
    return (all ? electrons : electrons.charged(new double[electrons.count()])).norm();
  }

  /** The gradient in what may move; tangent on the sphere. */
  Neurons gradient(Neurons electrons) {
    Neurons full = loss.gradient(electrons);
    double[][] places = full.w();
    if (spherical) {
      for (int i = 0; i < full.count(); i++) {
        double[] at = electrons.w()[i];
        Vectors.add(-Vectors.dot(places[i], at), at, places[i]);
      }
    }
    return new Neurons(places, all ? full.a() : new double[full.count()]);
  }

  /** Electrons moved by −step·direction; along great circles on the sphere. */
  Neurons move(Neurons electrons, Neurons direction, double step) {
    double[][] places = new double[electrons.count()][];
    double[] charges = electrons.a().clone();
    for (int i = 0; i < places.length; i++) {
      places[i] = place(electrons.w()[i], direction.w()[i], step);
    }
    Vectors.add(-step, direction.a(), charges);
    return new Neurons(places, charges);
  }

  /** θ moved by −step·direction. */
  double[] place(double[] theta, double[] direction, double step) {
    double[] moved = theta.clone();
    double length = spherical ? step * Vectors.norm(direction) : 0;
    if (length == 0) {
      Vectors.add(-step, direction, moved);
      return moved;
    }
    Vectors.scale(StrictMath.cos(length), moved);
    Vectors.add(-step * StrictMath.sin(length) / length, direction, moved);
    Vectors.scale(1 / Vectors.norm(moved), moved);
    return moved;
  }

  /** Unit vectors in which θ may move, orthogonal to each other: d, or d − 1 on the sphere. */
  double[][] basis(double[] theta) {
    int d = theta.length;
    int from = spherical ? 1 : 0;
    double[][] basis = new double[d - from][d];
    for (int c = from; c < d; c++) {
      basis[c - from][c] = 1;
      if (spherical) {
        reflect(theta, basis[c - from]);
      }
    }
    return basis;
  }

  /** The Householder reflection that takes the first axis to ±θ. */
  private static void reflect(double[] theta, double[] vector) {
    double[] normal = theta.clone();
    normal[0] += theta[0] < 0 ? -1 : 1;
    Vectors.add(-2 * Vectors.dot(normal, vector) / Vectors.dot(normal, normal), normal, vector);
  }
}
