package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Precision;
import java.util.Locale;

/** Square matrices to multiply: C ← A·B for each of a batch. */
record Matrices(Ops ops, Tensor a, Tensor b, Tensor c) {

  /** Matrices that stay in range however often they are multiplied. */
  static Matrices square(Ops ops, String precision, int count, int width) {
    Precision format = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    Shape shape = new Shape(count, width, width);
    Matrices all =
        new Matrices(
            ops,
            ops.allocate(format, shape),
            ops.allocate(format, shape),
            ops.allocate(format, shape));
    ops.fill(1.0 / width, all.a);
    ops.fill(1, all.b);
    return all;
  }

  /** The products, waited for. */
  Tensor multiply() {
    ops.gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, c);
    ops.synchronize();
    return c;
  }

  /** A copy of A in C, waited for. */
  Tensor copy() {
    ops.copy(a, c);
    ops.synchronize();
    return c;
  }
}
