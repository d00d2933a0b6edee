package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.exponential.Progress.Tangent;
import io.github.widthbench.math.FloatFormat;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Arithmetic;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.network.TwoLayers.Extent;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.Settings;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Reads what the monitors of a cell ask for from one network of a batch. */
record Gauges(ExponentialCase cell, Problem problem, TwoLayers networks, int replica) {

  static Field field() {
    return Monitors.field(
        Monitors.WEIGHT_NORM,
        Monitors.GRADIENT_NORM,
        Monitors.STEP_SHARPNESS,
        Monitors.EXPONENT_HEADROOM);
  }

  /** Refuses monitors that have no meaning for the cell. */
  static void check(Settings settings) {
    Monitors monitors = Monitors.of(settings);
    if (monitors.has(Monitors.EXPONENT_HEADROOM) && !settings.text("activation").equals("exp")) {
      throw settings.error(
          "monitors." + Monitors.EXPONENT_HEADROOM,
          "activation " + settings.text("activation"),
          "activation: exp; no other overflows in its exponent");
    }
    if (monitors.has(Monitors.GRADIENT_NORM)
        && settings.has("weights")
        && settings.numbers("weights.a").stream().anyMatch(a -> Math.abs(a) != 1)) {
      throw settings.error(
          "monitors." + Monitors.GRADIENT_NORM,
          "output weights other than 1 and -1",
          "weights.a of 1 and -1, for which the Gram matrix gives the gradient");
    }
    if (monitors.has(Monitors.GRADIENT_NORM) && !Practice.extensions(settings).isEmpty()) {
      throw settings.error(
          "monitors." + Monitors.GRADIENT_NORM,
          Practice.extensions(settings).getFirst().text(),
          "full-batch descent on the squared loss, whose gradient the Gram matrix gives");
    }
  }

  /** The numbers at these weights, in the order of the study. */
  SequencedMap<String, Double> read(Tangent tangent, double[] outputs) {
    Monitors monitors = Monitors.of(cell.settings());
    if (monitors.isEmpty()) {
      return new LinkedHashMap<>();
    }
    Extent extent = networks.extent(replica, problem.x());
    return monitors.read(name ->
        switch (name) {
          case Monitors.WEIGHT_NORM -> extent.norm();
          case Monitors.GRADIENT_NORM -> gradientNorm(tangent.gram(), outputs);
          case Monitors.STEP_SHARPNESS -> cell.kappa(problem) * tangent.spectrum().largest();
          case Monitors.EXPONENT_HEADROOM -> largestExponent() - extent.largestExponent();
          default -> throw new IllegalStateException("monitors passed the schema");
        });
  }

  /** |g|² = m·scale²·rᵀHr for output weights ±1. */
  private double gradientNorm(double[] gram, double[] outputs) {
    double[] residual = problem.residuals(outputs);
    int n = residual.length;
    double form = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        form += residual[i] * gram[i * n + j] * residual[j];
      }
    }
    return cell.scale() * Math.sqrt(cell.width() * Math.max(form, 0));
  }

  /** Of the format that holds the activations. */
  private double largestExponent() {
    FloatFormat computed = cell.precision() == Precision.FP64 ? FloatFormat.FP64 : FloatFormat.FP32;
    return cell.forms()
        .arithmetic()
        .map(Arithmetic::activations)
        .orElse(computed)
        .largestExponent();
  }
}
