package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.electrodynamics.potential.Potential;

/**
 * The loss over all inputs as an electrostatic energy: E[(f − g)²] = Σ a_i·a_l·Φ(θ_i,θ_l) − 2Σ
 * a_i·b_j·Φ(θ_i,w_j) + Σ b_j·b_l·Φ(w_j,w_l). Protons are fixed charges b_j, electrons moving
 * charges −a_i. A value or gradient costs K(K + k) potentials.
 */
final class Population implements Loss {
  private final Potential potential;
  private final Neurons protons;
  private final double constant;

  Population(Potential potential, Neurons protons) {
    this.potential = potential;
    this.protons = protons;
    this.constant = energy(protons);
  }

  Potential potential() {
    return potential;
  }

  Neurons protons() {
    return protons;
  }

  @Override
  public double value(Neurons electrons) {
    double attraction = 0;
    for (int i = 0; i < electrons.count(); i++) {
      attraction += electrons.a()[i] * attraction(electrons.w()[i]);
    }
    return energy(electrons) - 2 * attraction + constant;
  }

  @Override
  public Neurons gradient(Neurons electrons) {
    Neurons gradient = Neurons.zeros(electrons.count(), electrons.dim());
    for (int i = 0; i < electrons.count(); i++) {
      double a = electrons.a()[i];
      double[] theta = electrons.w()[i];
      gradient.a()[i] = -2 * (residual(electrons, theta, i) - a * potential.self(theta));
      addResidualGradient(electrons, i, theta, -2 * a, gradient.w()[i]);
      potential.addSelfGradient(a * a, theta, gradient.w()[i]);
    }
    return gradient;
  }

  /** R(θ) = Σ b_j·Φ(θ,w_j) − Σ a_l·Φ(θ,θ_l), without electron {@code left}; −1 leaves out none. */
  double residual(Neurons electrons, double[] theta, int left) {
    double sum = attraction(theta);
    for (int l = 0; l < electrons.count(); l++) {
      if (l != left) {
        sum -= electrons.a()[l] * potential.value(theta, electrons.w()[l]);
      }
    }
    return sum;
  }

  /** gradient ← gradient + factor·∇R(θ). */
  void addResidualGradient(
      Neurons electrons, int left, double[] theta, double factor, double[] gradient) {
    for (int j = 0; j < protons.count(); j++) {
      potential.addGradient(factor * protons.a()[j], theta, protons.w()[j], gradient);
    }
    for (int l = 0; l < electrons.count(); l++) {
      if (l != left) {
        potential.addGradient(-factor * electrons.a()[l], theta, electrons.w()[l], gradient);
      }
    }
  }

  /**
   * Trace of the Hessian of the loss in the place of electron i, by Laplacians: 2a_i·(Σ_{l≠i}
   * a_l·ΔΦ(θ_i,θ_l) − Σ_j b_j·ΔΦ(θ_i,w_j)) + a_i²·ΔΦ(θ_i,θ_i).
   */
  double trace(Neurons electrons, int i) {
    double a = electrons.a()[i];
    double[] theta = electrons.w()[i];
    double sum = 0;
    for (int l = 0; l < electrons.count(); l++) {
      if (l != i) {
        sum += electrons.a()[l] * potential.laplacian(theta, electrons.w()[l]);
      }
    }
    for (int j = 0; j < protons.count(); j++) {
      sum -= protons.a()[j] * potential.laplacian(theta, protons.w()[j]);
    }
    return 2 * a * sum + a * a * potential.selfLaplacian(theta);
  }

  /**
   * Sum of the magnitudes of the terms of {@link #trace}, the scale of its rounding; a Laplacian
   * that happens to be near 0 counts as a tenth of the self-energy.
   */
  double traceScale(Neurons electrons, int i) {
    double[] theta = electrons.w()[i];
    double least = potential.self(theta) / 10;
    double sum = 0;
    for (int l = 0; l < electrons.count(); l++) {
      if (l != i) {
        double laplacian = Math.abs(potential.laplacian(theta, electrons.w()[l]));
        sum += Math.abs(electrons.a()[l]) * Math.max(least, laplacian);
      }
    }
    for (int j = 0; j < protons.count(); j++) {
      double laplacian = Math.abs(potential.laplacian(theta, protons.w()[j]));
      sum += Math.abs(protons.a()[j]) * Math.max(least, laplacian);
    }
    double a = electrons.a()[i];
    return Math.abs(2 * a) * sum + Math.abs(a * a * potential.selfLaplacian(theta));
  }

  /** Φ(θ_i,θ_l), row-major K×K. */
  double[] gram(Neurons electrons) {
    int count = electrons.count();
    double[] gram = new double[count * count];
    for (int i = 0; i < count; i++) {
      gram[i * count + i] = potential.self(electrons.w()[i]);
      for (int l = 0; l < i; l++) {
        double value = potential.value(electrons.w()[i], electrons.w()[l]);
        gram[i * count + l] = value;
        gram[l * count + i] = value;
      }
    }
    return gram;
  }

  /** Σ_j b_j·Φ(θ, w_j). */
  double attraction(double[] theta) {
    double sum = 0;
    for (int j = 0; j < protons.count(); j++) {
      sum += protons.a()[j] * potential.value(theta, protons.w()[j]);
    }
    return sum;
  }

  /** How far electron i may move, at least, until the loss is not smooth. */
  double clearance(Neurons electrons, int i) {
    double[] theta = electrons.w()[i];
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < electrons.count(); l++) {
      if (l != i) {
        least = Math.min(least, potential.clearance(theta, electrons.w()[l]));
      }
    }
    for (double[] w : protons.w()) {
      least = Math.min(least, potential.clearance(theta, w));
    }
    return least;
  }

  /** The smallest clearance between two protons. */
  double separation() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < protons.count(); i++) {
      for (int j = 0; j < i; j++) {
        least = Math.min(least, potential.clearance(protons.w()[i], protons.w()[j]));
      }
    }
    return least;
  }

  private double energy(Neurons neurons) {
    double sum = 0;
    for (int i = 0; i < neurons.count(); i++) {
      double[] theta = neurons.w()[i];
      double pairs = 0;
      for (int l = 0; l < i; l++) {
        pairs += neurons.a()[l] * potential.value(theta, neurons.w()[l]);
      }
      double a = neurons.a()[i];
      sum += a * a * potential.self(theta) + 2 * a * pairs;
    }
    return sum;
  }
}
