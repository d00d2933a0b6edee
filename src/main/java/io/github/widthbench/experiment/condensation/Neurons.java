package io.github.widthbench.experiment.condensation;

import java.util.Arrays;

/**
 * Neurons of two layers while the network is small: a′ = p, p′ = a in units of β, p = ⟨w, ẑ⟩. Each
 * evolves alone, a ± p as e^(±βt); there is no blow-up in finite time.
 *
 * @param a output weights
 * @param p input weights along the target direction
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record Neurons(double[] a, double[] p) {
  private static final double SHARP = 1e-12;
  private static final double LATEST = 1e4;

  /** Of a chain of two layers. */
  static Neurons of(State state) {
    double[] theta = state.theta();
    int q = theta.length / 2;
    return new Neurons(Arrays.copyOfRange(theta, q, 2 * q), Arrays.copyOf(theta, q));
  }

  /** The neurons after every a + p has grown by {@code growth} and a − p by {@code decay}. */
  Neurons scaled(double growth, double decay) {
    double[] nextA = new double[a.length];
    double[] nextP = new double[p.length];
    for (int k = 0; k < a.length; k++) {
      double plus = growth * (a[k] + p[k]);
      double minus = decay * (a[k] - p[k]);
      nextA[k] = (plus + minus) / 2;
      nextP[k] = (plus - minus) / 2;
    }
    return new Neurons(nextA, nextP);
  }

  /** The neurons at time βt. */
  Neurons at(double time) {
    return scaled(StrictMath.exp(time), StrictMath.exp(-time));
  }

  /** ¼·Σ(a + p)²: E tends to it times e^(2βt). */
  double growingPart() {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] + p[k]) * (a[k] + p[k]);
    }
    return sum / 4;
  }

  private double shrinkingPart() {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - p[k]) * (a[k] - p[k]);
    }
    return sum / 4;
  }

  /** E = Σ a·p. */
  double energy() {
    return growingPart() - shrinkingPart();
  }

  /** √ρ. */
  double norm() {
    return Math.sqrt(2 * (growingPart() + shrinkingPart()));
  }

  /** The time βt ≥ 0 at which E passes a level; infinite where it never grows. */
  double timeTo(double level) {
    double low = 0;
    double high = LATEST;
    if (energy() >= level) {
      return 0;
    }
    if (growingPart() == 0) {
      return Double.POSITIVE_INFINITY;
    }
    while (high - low > SHARP * high) {
      double middle = (low + high) / 2;
      double energy =
          growingPart() * StrictMath.exp(2 * middle)
              - shrinkingPart() * StrictMath.exp(-2 * middle);
      if (energy >= level) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** |this − other|/|other|. */
  double distance(Neurons other) {
    double far = 0;
    double size = 0;
    for (int k = 0; k < a.length; k++) {
      far += square(a[k] - other.a[k]) + square(p[k] - other.p[k]);
      size += square(other.a[k]) + square(other.p[k]);
    }
    return Math.sqrt(far / size);
  }

  private static double square(double v) {
    return v * v;
  }
}
