package io.github.widthbench.experiment.condensation;

import io.github.widthbench.spectrum.SingularValues;
import java.util.Arrays;

/**
 * A state of the effective dynamics with what does not move.
 *
 * @param perpendicular length of the part of each input weight that is orthogonal to the target
 *     direction
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record State(Chain chain, double[] theta, double[] perpendicular) {

  InputWeights inputs() {
    return new InputWeights(Arrays.copyOf(theta, perpendicular.length), perpendicular);
  }

  /** Of M_layer. */
  SingularValues singularValues(int layer) {
    double[][] m = chain.matrix(theta, layer);
    return SingularValues.of(m.length <= m[0].length ? m : transposed(m));
  }

  private static double[][] transposed(double[][] m) {
    double[][] t = new double[m[0].length][m.length];
    for (int i = 0; i < t.length; i++) {
      int column = i;
      t[i] = Arrays.stream(m).mapToDouble(row -> row[column]).toArray();
    }
    return t;
  }
}
