package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Tolerance;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.TwoLayerCases;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which kernels a GPU gets; the software device refuses those for tensor cores before 8.0. */
@Tag("software-device")
class FusedPassesTest {

  /** Bytes of shared memory that a block may ask for. */
  private static final int HOPPER = 227 << 10;

  private static final int TURING = 64 << 10;

  private static CudaProvider provider;

  @BeforeAll
  static void find() {
    provider = TestMachine.provider();
  }

  @AfterEach
  void soundAgain() {
    SoftwareDevice.set("capability", 80);
    SoftwareDevice.set("shared", HOPPER);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void passes_beforeTensorCores_matchTheUnfusedPath(Form form) {
    SoftwareDevice.set("capability", 75);
    try (Backend backend = provider.open(1)) {
      for (Precision precision : Precision.values()) {
        TwoLayerCases.checkAgainstUnfused(backend.ops(), precision, Activation.TANH, form);
      }
    }
  }

  /** 32 inputs in FP64 want 72 KiB a block. */
  @Test
  void gram_beyondTheSharedMemoryOfABlock_isThatOfTheKernel() {
    double[] expected = gram();
    SoftwareDevice.set("shared", TURING);
    assertThat(gram()).containsExactly(expected, within(Tolerance.ofSum(40, 4, Precision.FP64)));
  }

  private static double[] gram() {
    try (Backend backend = provider.open(1)) {
      Ops ops = backend.ops();
      try (Tensor w = ops.allocate(Precision.FP64, new Shape(1, 32, 40));
          Tensor a = ops.allocate(Precision.FP64, new Shape(1, 1, 40));
          Tensor x = ops.allocate(Precision.FP64, new Shape(1, 5, 32));
          Tensor h = ops.allocate(Precision.FP64, new Shape(1, 5, 5))) {
        ops.normals(new long[] {1}, Draws.Stream.WEIGHTS, 0, 1, w);
        ops.normals(new long[] {2}, Draws.Stream.WEIGHTS, 0, 0.2, x);
        TwoLayerBatch net =
            new TwoLayerBatch(Activation.TANH, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY);
        ops.twoLayerGram(net, x, h);
        return h.toArray();
      }
    }
  }

  /** 1 + 2⁻¹³ has more digits than tf32; in fp32 they count. */
  @Test
  void forward_inTf32_roundsItsInputs_inFp32NotBeyondItsOwn() {
    assertThat(output(Precision.TF32)).isEqualTo(1);
    assertThat(output(Precision.FP32)).isEqualTo(1 + 0x1p-12); // 2⁻²⁶ is beyond fp32 itself
    assertThat(output(Precision.FP64)).isEqualTo(1 + 0x1p-12 + 0x1p-26);
  }

  /** The square of 1 + 2⁻¹³, as the preactivation of one relu. */
  private static double output(Precision precision) {
    try (Backend backend = provider.open(1)) {
      Ops ops = backend.ops();
      try (Tensor w = ops.allocate(precision, new Shape(1, 1, 1));
          Tensor a = ops.allocate(precision, new Shape(1, 1, 1));
          Tensor x = ops.allocate(precision, new Shape(1, 1, 1));
          Tensor f = ops.allocate(Precision.FP64, new Shape(1, 1, 1))) {
        ops.fill(1 + 0x1p-13, w);
        ops.fill(1, a);
        ops.fill(1 + 0x1p-13, x);
        TwoLayerBatch net =
            new TwoLayerBatch(Activation.RELU, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY);
        ops.twoLayerForward(net, x, f);
        return f.toArray()[0];
      }
    }
  }
}
