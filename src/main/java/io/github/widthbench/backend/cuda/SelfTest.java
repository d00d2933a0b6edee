package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.OptionalLong;

/** One product by cuBLAS and one kernel, with numbers that are known. */
final class SelfTest {

  /** The workspace of cuBLAS, the staging buffer and a few small arrays. */
  private static final long BUDGET_BYTES = 64L << 20;

  private SelfTest() {}

  /**
   * Runs on the first GPU.
   *
   * @return what went well, for {@code doctor}
   * @throws CudaFailure if a call fails, or a number is wrong
   */
  static String run(String device) {
    try (CudaBackend backend = CudaBackend.open(device, 0, OptionalLong.of(BUDGET_BYTES))) {
      Ops ops = backend.ops();
      try (Tensor a = ops.allocate(Precision.FP64, new Shape(1, 2, 2));
          Tensor b = ops.allocate(Precision.FP64, new Shape(1, 2, 2))) {
        a.upload(new double[] {1, -2, 3, 4});
        ops.gemm(Transpose.NO, Transpose.YES, 1, a, a, 0, b);
        expect("cuBLAS", b.toArray(), 5, -5, -5, 25);
        ops.activate(Activation.RELU, b, b);
        expect("a kernel", b.toArray(), 5, 0, 0, 25);
      }
    }
    return "a product by cuBLAS and a kernel are right";
  }

  private static void expect(String what, double[] found, double... expected) {
    if (!Arrays.equals(found, expected)) {
      throw new IllegalStateException(
          "%s computed %s, right is %s"
              .formatted(what, Arrays.toString(found), Arrays.toString(expected)));
    }
  }
}
