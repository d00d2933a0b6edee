package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.ReluGram.Share;
import io.github.widthbench.backend.reference.ReferenceProvider;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.OptionalLong;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Counts of active neurons by bits and by int8 products, over many blocks, against the host. */
@Tag("software-device")
@Tag("gpu")
class ReluGramTest {

  private static final int N = 132;
  private static final int[] INPUT_DIMS = {3, 16, 17};
  private static final int WIDTH = 207;
  private static final GaussianBatch NEURONS =
      new GaussianBatch(Activation.RELU, Precision.FP64, 1, WIDTH, 5, -9);

  /** Counts are equal; inner products are summed in another way. */
  private static final Offset<Double> ROUNDING = within(1e-13);

  private CudaDevice device;

  @BeforeEach
  void open() {
    TestMachine.provider();
    device = CudaDevice.open(0, OptionalLong.empty());
  }

  @AfterEach
  void close() {
    device.close();
  }

  @Test
  void counts_byBitsAndByBytes_areThoseOfTheHost() {
    for (int d : INPUT_DIMS) {
      double[] expected = onTheHost(d);

      assertThat(drawn(d, ReluGram.Ways.BITS)).as("d %d", d).containsExactly(expected, ROUNDING);
      assertThat(drawn(d, ReluGram.Ways.BYTES)).as("d %d", d).containsExactly(expected, ROUNDING);
    }
  }

  @Test
  void counts_overBlocksThatEachFillTheSums_areTheSame() {
    ReluGram.Ways narrow = new ReluGram.Ways(true, 2L * N * 64, 100);

    assertThat(drawn(3, narrow)).containsExactly(onTheHost(3), ROUNDING);
    assertThat(drawn(3, new ReluGram.Ways(false, 2L * N * 4, 100)))
        .containsExactly(onTheHost(3), ROUNDING);
  }

  /** Of many blocks for the same neurons each would draw them. */
  @Test
  void grid_sharesOutSamples_onlyToFillTheGpu() {
    assertThat(Share.drawn(16).grid(1 << 18, 1024, 1)).isEqualTo(new Extent(256, 1, 1));
    assertThat(Share.drawn(17).grid(1 << 16, 4096, 1)).isEqualTo(new Extent(256, 1, 1));
    assertThat(Share.drawn(3).grid(256, 1024, 1)).isEqualTo(new Extent(1, 16, 1));
    assertThat(Share.stored("f64").grid(1 << 18, 1024, 1)).isEqualTo(new Extent(1024, 2, 1));
    assertThat(Share.stored("f64").grid(300, 132, 64)).isEqualTo(new Extent(2, 16, 64));
  }

  @Test
  void slices_ofFewSamples_areMany() {
    assertThat(ReluGram.slices(128)).isEqualTo(16);
    assertThat(ReluGram.slices(1024)).isEqualTo(8);
    assertThat(ReluGram.slices(4096)).isEqualTo(1);
  }

  /**
   * Samples that FP32 cannot tell apart from others, cannot hold, or gives a preactivation of 0: as
   * they are, nothing but a fall back to FP64 counts them right.
   */
  private static double[] inputs(int d) {
    double[] x = new Random(2).doubles((long) N * d, -1, 1).toArray();
    Draws draws = new Draws(5, Draws.Stream.WEIGHTS);
    for (int k = 0; k < d; k++) {
      x[k] = 0;
      x[d + k] *= 1e150;
      x[2 * d + k] *= 1e-150;
      x[3 * d + k] = 0; // almost at right angles to the first neuron, and to the next
      x[4 * d + k] = x[5 * d + k] * (1 + 0x1p-50);
    }
    x[3 * d] = draws.normal(1) * (1 + 1e-12);
    x[3 * d + 1] = -draws.normal(0);
    return x;
  }

  private double[] drawn(int d, ReluGram.Ways ways) {
    Shape shape = new Shape(2, N, N);
    try (CudaTensor x = CudaTensor.allocate(device, Precision.FP64, new Shape(1, N, d));
        CudaTensor h = CudaTensor.allocate(device, Precision.FP64, shape);
        ReluGram gram = new ReluGram(device, x, shape, WIDTH, ways)) {
      x.upload(inputs(d));
      gram.count(NEURONS);
      gram.finish(WIDTH, h);
      return relative(h.toArray(), d);
    }
  }

  private static double[] onTheHost(int d) {
    try (Backend reference = new ReferenceProvider().open(1);
        Tensor x = reference.ops().allocate(Precision.FP64, new Shape(1, N, d));
        Tensor h = reference.ops().allocate(Precision.FP64, new Shape(2, N, N))) {
      x.upload(inputs(d));
      reference.ops().gaussianGram(NEURONS, x, h);
      return relative(h.toArray(), d);
    }
  }

  /** Entries over the lengths of their two samples, so that none hides another. */
  private static double[] relative(double[] h, int d) {
    double[] x = inputs(d);
    double[] length = new double[N];
    for (int i = 0; i < N; i++) {
      double largest = 0;
      for (int k = 0; k < d; k++) {
        largest = Math.max(largest, Math.abs(x[i * d + k]));
      }
      length[i] = largest == 0 ? 1 : largest;
    }
    for (int at = 0; at < h.length; at++) {
      h[at] = h[at] / length[at / N % N] / length[at % N];
    }
    return h;
  }
}
