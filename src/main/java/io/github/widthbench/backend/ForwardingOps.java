package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/**
 * Forwards the primitives to other operations, and leaves every composition at its default body.
 * One that overrides compositions changes how networks are computed on any device.
 */
public interface ForwardingOps extends Ops {

  /** Where the primitives run. */
  Ops primitives();

  @Override
  default Tensor allocate(Precision precision, Shape shape) {
    return primitives().allocate(precision, shape);
  }

  @Override
  default void gemm(
      Transpose ta, Transpose tb, double alpha, Tensor a, Tensor b, double beta, Tensor c) {
    primitives().gemm(ta, tb, alpha, a, b, beta, c);
  }

  @Override
  default void activate(Activation s, Tensor z, Tensor y) {
    primitives().activate(s, z, y);
  }

  @Override
  default void derivative(Activation s, Tensor z, Tensor y) {
    primitives().derivative(s, z, y);
  }

  @Override
  default void pairDifference(Activation s, Tensor p, Tensor q, Tensor y) {
    primitives().pairDifference(s, p, q, y);
  }

  @Override
  default void pairDerivatives(Activation s, Tensor p, Tensor q, Tensor mean, Tensor half) {
    primitives().pairDerivatives(s, p, q, mean, half);
  }

  @Override
  default boolean[] clip(double limit, Tensor z) {
    return primitives().clip(limit, z);
  }

  @Override
  default boolean[] clipPair(double limit, Tensor p, Tensor q) {
    return primitives().clipPair(limit, p, q);
  }

  @Override
  default void scaleOuter(Tensor rows, Tensor columns, Tensor x) {
    primitives().scaleOuter(rows, columns, x);
  }

  @Override
  default void axpy(double[] alpha, Tensor x, Tensor y) {
    primitives().axpy(alpha, x, y);
  }

  @Override
  default void weightedSum(double alpha, Tensor y, Tensor a, double beta, Tensor f) {
    primitives().weightedSum(alpha, y, a, beta, f);
  }

  @Override
  default void fill(double value, Tensor x) {
    primitives().fill(value, x);
  }

  @Override
  default void hadamard(Tensor y, Tensor x) {
    primitives().hadamard(y, x);
  }

  @Override
  default void copy(Tensor from, Tensor to) {
    primitives().copy(from, to);
  }

  @Override
  default void synchronize() {
    primitives().synchronize();
  }
}
