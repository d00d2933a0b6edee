package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.electrodynamics.potential.Symmetry;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.Assignment;

/**
 * Which protons the electrons have found, whatever their order and, where the activation is even or
 * odd, their sign.
 *
 * @param learned protons with an electron within the tolerance
 * @param matched pairs within the tolerance in the cheapest one-to-one assignment
 * @param worst largest distance in that assignment
 * @param first the proton that electron 0 has found, −1 for none
 */
record Matching(int learned, int matched, double worst, int first) {

  /** Electrons of a smaller charge are not there. */
  static final double NO_CHARGE = 1e-9;

  /** Distance that stands for an electron that is not there. */
  private static final double FAR = 1e6;

  static Matching of(Neurons electrons, Neurons protons, Symmetry symmetry, double tolerance) {
    int rows = Math.min(electrons.count(), protons.count());
    int columns = Math.max(electrons.count(), protons.count());
    boolean wide = electrons.count() <= protons.count();
    double[][] distances = new double[rows][columns];
    for (int i = 0; i < electrons.count(); i++) {
      for (int j = 0; j < protons.count(); j++) {
        double distance =
            Math.abs(electrons.a()[i]) < NO_CHARGE
                ? FAR
                : distance(electrons, i, protons, j, symmetry);
        distances[wide ? i : j][wide ? j : i] = distance;
      }
    }
    int[] assigned = Assignment.cheapest(distances);
    int matched = 0;
    double worst = 0;
    for (int row = 0; row < rows; row++) {
      double distance = distances[row][assigned[row]];
      matched += distance <= tolerance ? 1 : 0;
      worst = Math.max(worst, distance);
    }
    int learned = 0;
    int first = -1;
    for (int j = 0; j < protons.count(); j++) {
      boolean found = false;
      for (int i = 0; i < electrons.count(); i++) {
        boolean near = distances[wide ? i : j][wide ? j : i] <= tolerance;
        found |= near;
        first = near && i == 0 ? j : first;
      }
      learned += found ? 1 : 0;
    }
    return new Matching(learned, matched, worst, first);
  }

  /** Distance of two neurons as functions: over the sign that the activation does not see. */
  static double distance(Neurons x, int i, Neurons y, int j, Symmetry symmetry) {
    double plain = Vectors.distance(x.w()[i], y.w()[j]);
    return switch (symmetry) {
      case NONE -> plain;
      case EVEN -> Math.min(plain, reflected(x.w()[i], y.w()[j]));
      case ODD -> x.a()[i] * y.a()[j] < 0 ? reflected(x.w()[i], y.w()[j]) : plain;
    };
  }

  /** |x + y|. */
  static double reflected(double[] x, double[] y) {
    double[] mirrored = x.clone();
    Vectors.scale(-1, mirrored);
    return Vectors.distance(mirrored, y);
  }
}
