package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.reference.ReferenceProvider;
import io.github.widthbench.math.Activation;
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
  private static final int D = 3;
  private static final int WIDTH = 207;
  private static final GaussianBatch NEURONS =
      new GaussianBatch(Activation.RELU, Precision.FP64, 1, WIDTH, 5, -9);
  private static final double[] INPUTS = new Random(2).doubles(N * D, -1, 1).toArray();

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
    double[] expected = onTheHost();

    assertThat(drawn(ReluGram.Ways.BITS)).containsExactly(expected, ROUNDING);
    assertThat(drawn(ReluGram.Ways.BYTES)).containsExactly(expected, ROUNDING);
  }

  @Test
  void counts_overBlocksThatEachFillTheSums_areTheSame() {
    ReluGram.Ways narrow = new ReluGram.Ways(true, 2L * N * 64, 100);

    assertThat(drawn(narrow)).containsExactly(onTheHost(), ROUNDING);
    assertThat(drawn(new ReluGram.Ways(false, 2L * N * 4, 100)))
        .containsExactly(onTheHost(), ROUNDING);
  }

  private double[] drawn(ReluGram.Ways ways) {
    Shape shape = new Shape(2, N, N);
    try (CudaTensor x = CudaTensor.allocate(device, Precision.FP64, new Shape(1, N, D));
        CudaTensor h = CudaTensor.allocate(device, Precision.FP64, shape);
        ReluGram gram = new ReluGram(device, x, shape, WIDTH, ways)) {
      x.upload(INPUTS);
      gram.count(NEURONS);
      gram.finish(WIDTH, h);
      return h.toArray();
    }
  }

  private static double[] onTheHost() {
    try (Backend reference = new ReferenceProvider().open(1);
        Tensor x = reference.ops().allocate(Precision.FP64, new Shape(1, N, D));
        Tensor h = reference.ops().allocate(Precision.FP64, new Shape(2, N, N))) {
      x.upload(INPUTS);
      reference.ops().gaussianGram(NEURONS, x, h);
      return h.toArray();
    }
  }
}
