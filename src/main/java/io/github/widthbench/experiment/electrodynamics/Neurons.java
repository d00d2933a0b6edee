package io.github.widthbench.experiment.electrodynamics;

import java.util.Arrays;

/**
 * Neurons as charges in space: the network is Σ_i a_i·s(⟨x, w_i⟩). Electrons are the student's,
 * protons the teacher's. Also holds a gradient, which has the same entries. Read only.
 *
 * @param w one row a neuron
 * @param a output weights
 */
@SuppressWarnings("ArrayRecordComponent") // read in inner loops, never compared
record Neurons(double[][] w, double[] a) {

  int count() {
    return a.length;
  }

  int dim() {
    return w[0].length;
  }

  /** All zero. */
  static Neurons zeros(int count, int dim) {
    return new Neurons(new double[count][dim], new double[count]);
  }

  /** The same places with other charges. */
  Neurons charged(double[] charges) {
    return new Neurons(w, charges);
  }

  /** A copy with neuron {@code i} moved to {@code place}. */
  Neurons moved(int i, double[] place) {
    double[][] places = w.clone();
    places[i] = place;
    return new Neurons(places, a);
  }

  /** The first {@code count} neurons. */
  Neurons first(int count) {
    return new Neurons(Arrays.copyOf(w, count), Arrays.copyOf(a, count));
  }

  /** Root of the sum of all squares. */
  double norm() {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * a[i];
      for (double entry : w[i]) {
        sum += entry * entry;
      }
    }
    return Math.sqrt(sum);
  }

  /** Sum of products of all entries. */
  double dot(Neurons other) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * other.a[i];
      for (int c = 0; c < w[i].length; c++) {
        sum += w[i][c] * other.w[i][c];
      }
    }
    return sum;
  }
}
