package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/** Activations on one matrix of a batch, in the precision of the result. */
final class PointwiseOps {

  private PointwiseOps() {}

  static void activate(Activation s, int batch, Tensor z, Tensor y) {
    if (y.precision() == Precision.FP64) {
      Pointwise64 loops = Pointwise64.of(s);
      new Stream64(3).run(batch, all64(z), all64(y), (x, n) -> loops.evaluate(x[0], x[1], x[2], n));
    } else {
      Pointwise32 loops = Pointwise32.of(s);
      new Stream32(3).run(batch, all32(z), all32(y), (x, n) -> loops.evaluate(x[0], x[1], x[2], n));
    }
  }

  static void derivative(Activation s, int batch, Tensor z, Tensor y) {
    if (y.precision() == Precision.FP64) {
      Pointwise64 loops = Pointwise64.of(s);
      new Stream64(3).run(batch, all64(z), all64(y), (x, n) -> loops.evaluate(x[0], x[2], x[1], n));
    } else {
      Pointwise32 loops = Pointwise32.of(s);
      new Stream32(3).run(batch, all32(z), all32(y), (x, n) -> loops.evaluate(x[0], x[2], x[1], n));
    }
  }

  static void pairDifference(Activation s, int batch, Tensor p, Tensor q, Tensor y) {
    if (y.precision() == Precision.FP64) {
      Pointwise64 loops = Pointwise64.of(s);
      new Stream64(3)
          .run(batch, all64(p, q), all64(y), (x, n) -> loops.pairDifference(x[0], x[1], x[2], n));
    } else {
      Pointwise32 loops = Pointwise32.of(s);
      new Stream32(3)
          .run(batch, all32(p, q), all32(y), (x, n) -> loops.pairDifference(x[0], x[1], x[2], n));
    }
  }

  static void pairDerivatives(
      Activation s, int batch, Tensor p, Tensor q, Tensor mean, Tensor half) {
    if (mean.precision() == Precision.FP64) {
      Pointwise64 loops = Pointwise64.of(s);
      new Stream64(4)
          .run(
              batch,
              all64(p, q),
              all64(mean, half),
              (x, n) -> loops.pairDerivatives(x[0], x[1], x[2], x[3], n));
    } else {
      Pointwise32 loops = Pointwise32.of(s);
      new Stream32(4)
          .run(
              batch,
              all32(p, q),
              all32(mean, half),
              (x, n) -> loops.pairDerivatives(x[0], x[1], x[2], x[3], n));
    }
  }

  private static Tensor64[] all64(Tensor... tensors) {
    Tensor64[] own = new Tensor64[tensors.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = Tensor64.of(tensors[i]);
    }
    return own;
  }

  private static Tensor32[] all32(Tensor... tensors) {
    Tensor32[] own = new Tensor32[tensors.length];
    for (int i = 0; i < own.length; i++) {
      own[i] = Tensor32.of(tensors[i]);
    }
    return own;
  }
}
