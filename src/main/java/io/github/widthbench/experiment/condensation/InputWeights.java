package io.github.widthbench.experiment.condensation;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The input weights of a first layer, each split at the target direction ẑ.
 *
 * @param along ⟨w_i, ẑ⟩, one number a neuron
 * @param perpendicular length of what is orthogonal to ẑ
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record InputWeights(double[] along, double[] perpendicular) {

  /** Cosine from which on a neuron counts as condensed. */
  static final double CONDENSED = 0.99;

  /** Share of the weight that the effective neurons carry. */
  static final double CARRIED = 0.99;

  /** cos(w_i, ẑ) of neuron {@code i}; NaN for a weight of 0. */
  double cosine(int i) {
    return along[i] / length(i);
  }

  double[] cosines() {
    return IntStream.range(0, along.length).mapToDouble(this::cosine).toArray();
  }

  private double length(int i) {
    return Math.sqrt(along[i] * along[i] + perpendicular[i] * perpendicular[i]);
  }

  /** Σ|w_i|·|cos(w_i, ẑ)|/Σ|w_i|. */
  double alignment() {
    double part = 0;
    double whole = 0;
    for (int i = 0; i < along.length; i++) {
      part += Math.abs(along[i]);
      whole += length(i);
    }
    return part / whole;
  }

  /** Σ|w_i,⊥|², which is constant while the network is small. */
  double constantPart() {
    double sum = 0;
    for (double length : perpendicular) {
      sum += length * length;
    }
    return sum;
  }

  /**
   * Directions that together carry 99 % of Σ|w_i|: the condensed neurons are one, every other is
   * its own.
   */
  int effectiveNeurons() {
    double whole = 0;
    double carried = 0;
    for (int i = 0; i < along.length; i++) {
      whole += length(i);
      carried += isCondensed(i) ? length(i) : 0;
    }
    double[] others =
        IntStream.range(0, along.length)
            .filter(i -> !isCondensed(i))
            .mapToObj(this::length)
            .sorted(Comparator.reverseOrder())
            .mapToDouble(v -> v)
            .toArray();
    int count = carried > 0 ? 1 : 0;
    for (int i = 0; i < others.length && carried < CARRIED * whole; i++) {
      carried += others[i];
      count++;
    }
    return count;
  }

  private boolean isCondensed(int i) {
    return Math.abs(cosine(i)) > CONDENSED;
  }
}
