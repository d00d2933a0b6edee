package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.study.Settings;

/**
 * What befalls the labels that are trained on: a share of them changes its sign, and all get normal
 * noise. Labels to test with stay as they are.
 *
 * @param noise standard deviation of what is added
 * @param flip probability with which the labels of a point are negated
 */
record LabelFaults(double noise, double flip, long seed) {

  /** As {@code labels} says. */
  static LabelFaults of(Fields fields) {
    Settings settings = fields.settings();
    return new LabelFaults(
        settings.has("labels.noise") ? settings.number("labels.noise") : 0,
        settings.has("labels.flip") ? settings.number("labels.flip") : 0,
        fields.seed());
  }

  /** New labels; those of point i do not depend on how many there are. */
  double[][] applyTo(double[][] clean) {
    Draws flips = new Draws(seed, Stream.FLIPS);
    Draws noises = new Draws(seed, Stream.NOISE);
    int outputs = clean[0].length;
    double[][] faulty = new double[clean.length][outputs];
    for (int i = 0; i < clean.length; i++) {
      double sign = flips.uniform(i) < flip ? -1 : 1;
      for (int k = 0; k < outputs; k++) {
        double added = noise == 0 ? 0 : noise * noises.normal((long) i * outputs + k);
        faulty[i][k] = sign * clean[i][k] + added;
      }
    }
    return faulty;
  }

  /** Whether it changes nothing. */
  boolean isNone() {
    return noise == 0 && flip == 0;
  }
}
