package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EigenSolver.Decomposition;

/**
 * The charges that minimise the loss at given places: Gram·a = C·b, solved by eigenvectors, so that
 * electrons that fell on each other share their charge.
 */
final class BestResponse {

  /** Eigenvalues below this share of the largest are those of merged electrons. */
  private static final double CUT = 1e-12;

  private BestResponse() {}

  /** The same places with the best charges. */
  static Neurons at(Population loss, Neurons electrons, EigenSolver solver) {
    int n = electrons.count();
    Decomposition gram = solver.decompose(loss.gram(electrons), n);
    double smallest = CUT * gram.values()[n - 1];
    double[] charges = new double[n];
    double[] pull = new double[n];
    for (int i = 0; i < n; i++) {
      pull[i] = loss.attraction(electrons.w()[i]);
    }
    for (int v = 0; v < n; v++) {
      if (gram.values()[v] > smallest) {
        double product = 0;
        for (int i = 0; i < n; i++) {
          product += gram.vectors()[v * n + i] * pull[i];
        }
        for (int i = 0; i < n; i++) {
          charges[i] += product / gram.values()[v] * gram.vectors()[v * n + i];
        }
      }
    }
    return electrons.charged(charges);
  }
}
