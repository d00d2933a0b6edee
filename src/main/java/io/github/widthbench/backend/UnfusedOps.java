package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/** Forwards the primitives only, so that every composition runs its default body. */
public record UnfusedOps(Ops primitives) implements Ops {

  @Override
  public Tensor allocate(Precision precision, Shape shape) {
    return primitives.allocate(precision, shape);
  }

  @Override
  public void gemm(
      Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    primitives.gemm(ta, tb, alpha, a, b, beta, c);
  }

  @Override
  public void activate(Activation s, Tensor z, Tensor y) {
    primitives.activate(s, z, y);
  }

  @Override
  public void derivative(Activation s, Tensor z, Tensor y) {
    primitives.derivative(s, z, y);
  }

  @Override
  public void pairDifference(Activation s, Tensor p, Tensor q, Tensor y) {
    primitives.pairDifference(s, p, q, y);
  }

  @Override
  public void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half) {
    primitives.pairDerivatives(s, p, q, mean, half);
  }

  @Override
  public boolean[] clip(double limit, Tensor z) {
    return primitives.clip(limit, z);
  }

  @Override
  public boolean[] clipPair(double limit, Tensor p, Tensor q) {
    return primitives.clipPair(limit, p, q);
  }

  @Override
  public void scaleOuter(Tensor rows, Tensor columns, Tensor x) {
    primitives.scaleOuter(rows, columns, x);
  }

  @Override
  public void axpy(double[] alpha, Tensor x, Tensor y) {
    primitives.axpy(alpha, x, y);
  }

  @Override
  public void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f) {
    primitives.weightedSum(alpha, y, a, beta, f);
  }

  @Override
  public void fill(double value, Tensor x) {
    primitives.fill(value, x);
  }

  @Override
  public void hadamard(Tensor y, Tensor x) {
    primitives.hadamard(y, x);
  }

  @Override
  public void copy(Tensor from, Tensor to) {
    primitives.copy(from, to);
  }

  @Override
  public void synchronize() {
    primitives.synchronize();
  }
}
