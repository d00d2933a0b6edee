package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.DagHessian;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.spectrum.HessianNorm;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.Settings;
import java.util.Arrays;
import java.util.SequencedMap;

/**
 * Reads what monitors ask for from the networks of a batch, where the loss was last evaluated. What
 * it reads of one network does not depend on the others.
 */
final class Gauges implements AutoCloseable {

  /** Products with the Hessian at the start. */
  private static final int FIRST = 60;

  /** Products where the vector comes from a point nearby. */
  private static final int LATER = 6;

  private final Monitors monitors;
  private final DagLoss loss;
  private final DagHessian hessian;
  private final HessianNorm norm;
  private final double[] curvatures;
  private final boolean[] measured;
  private boolean differentiated;

  Gauges(Ops ops, DagLoss loss, Monitors monitors) {
    this.monitors = monitors;
    this.loss = loss;
    hessian = new DagHessian(ops, loss);
    norm = new HessianNorm(ops, hessian);
    curvatures = new double[loss.forward().weights().replicas()];
    measured = new boolean[curvatures.length];
  }

  static Field field() {
    return Monitors.field(Monitors.WEIGHT_NORM, Monitors.GRADIENT_NORM, Monitors.STEP_CURVATURE);
  }

  /** Refuses monitors that have no meaning for the cell. */
  static void check(CondensationCase cell) {
    Settings settings = cell.settings();
    Monitors monitors = Monitors.of(settings);
    if (!monitors.isEmpty() && cell.model() != CondensationCase.Model.NETWORK) {
      throw settings.error(
          "monitors",
          "given with model: " + settings.text("model"),
          "model: network; the others are solved by an integrator, up to where they blow up or fit");
    }
    if (monitors.has(Monitors.STEP_CURVATURE) && cell.isFlow()) {
      throw settings.error(
          "monitors." + Monitors.STEP_CURVATURE,
          "given with algorithm: {kind: flow}",
          "algorithm: {kind: descent}; a flow has no step");
    }
  }

  /** The loss was evaluated anew: nothing is known here as yet. */
  void arrive() {
    differentiated = false;
    Arrays.fill(measured, false);
  }

  /** Measures the curvature of all running networks at once, where monitors are due and ask. */
  void see(int step, boolean[] running) {
    if (monitors.isDue(step) && monitors.has(Monitors.STEP_CURVATURE)) {
      measure(step, running);
    }
  }

  private void measure(int step, boolean[] asked) {
    differentiate();
    double[] found = norm.measure(step == 0 ? FIRST : LATER, asked);
    for (int b = 0; b < asked.length; b++) {
      if (asked[b]) {
        curvatures[b] = found[b];
        measured[b] = true;
      }
    }
  }

  /**
   * The numbers of one network, in the order of the study.
   *
   * @param weights |θ|
   * @param rate η of the step to come
   */
  SequencedMap<String, Double> read(int replica, int step, double weights, double rate) {
    return monitors.read(name ->
        switch (name) {
          case Monitors.WEIGHT_NORM -> weights;
          case Monitors.GRADIENT_NORM -> gradient(replica);
          case Monitors.STEP_CURVATURE -> rate * curvature(replica, step);
          default -> throw new IllegalStateException("monitors passed the schema");
        });
  }

  private void differentiate() {
    if (!differentiated) {
      loss.differentiate();
      differentiated = true;
    }
  }

  private double gradient(int replica) {
    differentiate();
    return Vectors.norm(loss.gradient().toArray(replica));
  }

  private double curvature(int replica, int step) {
    if (!measured[replica]) {
      boolean[] only = new boolean[curvatures.length];
      only[replica] = true;
      measure(step, only);
    }
    return curvatures[replica];
  }

  @Override
  public void close() {
    norm.close();
    hessian.close();
  }
}
