package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The few directions of a wide chain in which anything moves. Layers see their neighbours only
 * through vectors that start as c and a and pass the matrices, so the dynamics stays in the spaces
 * that c, Bᵀa, BᵀBc, … and a, Bc, BBᵀa, … span; what is left of the matrices is constant.
 *
 * <p>The spaces are cut off after {@link #ROUNDS} passes. What is lost is of the order of the
 * Taylor series' remainder, (|B|·T*)^ROUNDS/ROUNDS!, which is below rounding for small starts, as
 * |B|·T* there is about 3/√width; where the spaces are whole nothing is lost.
 */
final class Krylov {
  private static final int ROUNDS = 16;

  /** Share of a vector's length that counts as new. */
  private static final double NEW = 1e-13;

  /** Chains with layers no wider are taken as they are. */
  private static final int NARROW = 32;

  private final Chain whole;
  private final double[] start;

  /** For each hidden layer, orthonormal vectors. */
  private final List<List<double[]>> bases = new ArrayList<>();

  private final Chain chain;
  private final double[] reduced;

  Krylov(Chain whole, double[] start) {
    this.whole = whole;
    this.start = start;
    boolean narrow = whole.sizes().stream().allMatch(size -> size <= NARROW);
    if (narrow) {
      chain = whole;
      reduced = start.clone();
      return;
    }
    span();
    List<Integer> sizes = new ArrayList<>(List.of(1));
    bases.forEach(basis -> sizes.add(basis.size()));
    sizes.add(1);
    chain = new Chain(sizes);
    reduced = project();
  }

  /** The chain of the moving part. */
  Chain chain() {
    return chain;
  }

  /** Its start. */
  double[] start() {
    return reduced.clone();
  }

  /** |θ|² of the whole chain less that of the moving part: constant. */
  double rest() {
    return bases.isEmpty() ? 0 : Math.max(0, Chain.rho(start) - Chain.rho(reduced));
  }

  /** c of the whole chain in a state of the moving part. */
  double[] column(double[] state) {
    double[] moving = Arrays.copyOf(state, chain.rows(1));
    if (bases.isEmpty()) {
      return moving;
    }
    double[] c = new double[whole.rows(1)];
    for (int k = 0; k < moving.length; k++) {
      Vectors.add(moving[k], bases.getFirst().get(k), c);
    }
    return c;
  }

  /** The whole chain in a state of the moving part. */
  double[] lift(double[] state) {
    if (bases.isEmpty()) {
      return state.clone();
    }
    double[] theta = start.clone();
    int at = 0;
    for (int l = 1; l <= chain.layers(); l++) {
      for (int i = 0; i < chain.rows(l); i++) {
        for (int j = 0; j < chain.columns(l); j++) {
          addOuter(state[at] - reduced[at], l, i, j, theta);
          at++;
        }
      }
    }
    return theta;
  }

  private void addOuter(double change, int layer, int i, int j, double[] theta) {
    double[] left = vector(layer, i);
    double[] right = vector(layer - 1, j);
    int at = whole.offset(layer);
    for (double factor : left) {
      for (double entry : right) {
        theta[at++] += change * factor * entry;
      }
    }
  }

  private double[] vector(int layer, int k) {
    boolean end = layer == 0 || layer == whole.layers();
    return end ? new double[] {1} : bases.get(layer - 1).get(k);
  }

  private void span() {
    int hidden = whole.layers() - 1;
    List<List<double[]>> fresh = new ArrayList<>();
    for (int l = 0; l < hidden; l++) {
      bases.add(new ArrayList<>());
      fresh.add(new ArrayList<>());
    }
    fresh.getFirst().add(whole.forward(start, 1, new double[] {1}));
    fresh.getLast().add(whole.transposed(start, whole.layers(), new double[] {1}));
    for (int round = 0; round <= ROUNDS; round++) {
      List<List<double[]>> next = new ArrayList<>();
      for (int l = 0; l < hidden; l++) {
        next.add(new ArrayList<>());
      }
      for (int l = 1; l <= hidden; l++) {
        for (double[] candidate : fresh.get(l - 1)) {
          pass(l, candidate, next);
        }
      }
      fresh = next;
    }
  }

  /** Adds a vector to the space of its layer, and its images to those to be looked at next. */
  private void pass(int layer, double[] candidate, List<List<double[]>> next) {
    double[] unit = outside(bases.get(layer - 1), candidate);
    if (unit.length == 0) {
      return;
    }
    bases.get(layer - 1).add(unit);
    if (layer < bases.size()) {
      next.get(layer).add(whole.forward(start, layer + 1, unit));
    }
    if (layer > 1) {
      next.get(layer - 2).add(whole.transposed(start, layer, unit));
    }
  }

  /** The unit vector of what is orthogonal to a basis; empty where nothing is. */
  private static double[] outside(List<double[]> basis, double[] candidate) {
    double[] rest = candidate.clone();
    double size = Vectors.norm(candidate);
    for (int pass = 0; pass < 2; pass++) {
      for (double[] known : basis) {
        Vectors.add(-Vectors.dot(known, rest), known, rest);
      }
    }
    double left = Vectors.norm(rest);
    if (!(left > NEW * size)) {
      return new double[0];
    }
    Vectors.scale(1 / left, rest);
    return rest;
  }

  private double[] project() {
    double[] state = new double[chain.count()];
    int at = 0;
    for (int l = 1; l <= chain.layers(); l++) {
      double[][] images = new double[chain.columns(l)][];
      for (int j = 0; j < images.length; j++) {
        images[j] = whole.forward(start, l, vector(l - 1, j));
      }
      for (int i = 0; i < chain.rows(l); i++) {
        for (int j = 0; j < images.length; j++) {
          state[at++] = Vectors.dot(vector(l, i), images[j]);
        }
      }
    }
    return state;
  }
}
