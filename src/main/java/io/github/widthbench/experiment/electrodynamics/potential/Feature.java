package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import java.util.function.DoubleUnaryOperator;

/** s as a function of z = scale·⟨x, w⟩, applied entry by entry on a device. */
public sealed interface Feature {

  /** Y ← s(Z); Y may be Z. */
  void value(Ops ops, Tensor z, Tensor y);

  /** Y ← s′(Z); Y may be Z. */
  void derivative(Ops ops, Tensor z, Tensor y);

  /** Factor of ⟨x, w⟩ in z. */
  default double scale() {
    return 1;
  }

  /** One of the device's own. */
  record Built(Activation activation, double scale) implements Feature {
    @Override
    public void value(Ops ops, Tensor z, Tensor y) {
      ops.activate(activation, z, y);
    }

    @Override
    public void derivative(Ops ops, Tensor z, Tensor y) {
      ops.derivative(activation, z, y);
    }
  }

  /** Any function, evaluated on the host. */
  record Pointwise(DoubleUnaryOperator function, DoubleUnaryOperator slope) implements Feature {
    @Override
    public void value(Ops ops, Tensor z, Tensor y) {
      apply(function, z, y);
    }

    @Override
    public void derivative(Ops ops, Tensor z, Tensor y) {
      apply(slope, z, y);
    }

    private static void apply(DoubleUnaryOperator s, Tensor z, Tensor y) {
      double[] entries = z.toArray();
      for (int i = 0; i < entries.length; i++) {
        entries[i] = s.applyAsDouble(entries[i]);
      }
      y.upload(entries);
    }
  }

  /** cos z + sin z. */
  static Feature wave() {
    return new Pointwise(
        z -> StrictMath.cos(z) + StrictMath.sin(z), z -> StrictMath.cos(z) - StrictMath.sin(z));
  }

  /** he_m(z)/√(m!), the probabilists' Hermite polynomial of mean square 1. */
  static Feature hermite(int degree) {
    return new Pointwise(
        z -> unitHermite(degree, z), z -> Math.sqrt(degree) * unitHermite(degree - 1, z));
  }

  private static double unitHermite(int degree, double z) {
    double before = 0;
    double now = 1;
    for (int n = 1; n <= degree; n++) {
      double next = (z * now - Math.sqrt(n - 1.0) * before) / Math.sqrt(n);
      before = now;
      now = next;
    }
    return now;
  }
}
