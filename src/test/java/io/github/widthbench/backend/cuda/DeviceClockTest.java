package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.backend.DeviceTimer.Totals;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the device's own clock says of work whose kernels can be counted. */
@Tag("software-device")
@Tag("gpu")
class DeviceClockTest {

  private Backend backend;
  private Ops ops;

  @BeforeEach
  void open() {
    backend = TestMachine.provider().open(1);
    ops = backend.ops();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void kernelsProductsAndCopies_areCountedAndTimedApart() {
    DeviceTimer timer = backend.timer().orElseThrow();
    Tensor a = ops.allocate(Precision.FP64, new Shape(1, 100, 100));
    Tensor b = ops.allocate(Precision.FP64, new Shape(1, 100, 100));
    Totals before = timer.totals();

    ops.fill(1, a);
    ops.gemm(Transpose.NO, Transpose.NO, 1, a, a, 0, b);
    Totals computed = timer.totals().since(before);
    b.toArray();
    Totals copied = timer.totals().since(before).since(computed);

    assertThat(computed.launches()).isEqualTo(2);
    assertThat(computed.computeNanos()).isPositive();
    assertThat(computed.copyNanos()).isZero();
    assertThat(copied.launches()).as("finds the places of the numbers").isEqualTo(1);
    assertThat(copied.copyNanos()).isPositive();
    assertThat(timer.totals().since(before)).isEqualTo(timer.totals().since(before));
  }

  @Test
  void replayedSteps_countTheKernelsInTheGraph() {
    DeviceTimer timer = backend.timer().orElseThrow();
    long three = launchesOf(timer, 3);
    long four = launchesOf(timer, 4);
    long many = launchesOf(timer, 31);

    assertThat(four - three).as("kernels of a step").isPositive();
    assertThat(many - three).isEqualTo(28 * (four - three));
    assertThat(launchesOf(timer, 150) - three)
        .as("two steps in a graph")
        .isEqualTo(147 * (four - three));
  }

  private long launchesOf(DeviceTimer timer, int steps) {
    try (Tensor w = ops.allocate(Precision.FP64, new Shape(1, 2, 8));
        Tensor a = ops.allocate(Precision.FP64, new Shape(1, 1, 8));
        Tensor x = ops.allocate(Precision.FP64, new Shape(1, 3, 2));
        Tensor y = ops.allocate(Precision.FP64, new Shape(1, 1, 3));
        Tensor f = ops.allocate(Precision.FP64, new Shape(1, 1, 3))) {
      ops.fill(1, a);
      ops.fill(1, y);
      TwoLayerBatch net =
          new TwoLayerBatch(Activation.EXP, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY);
      ops.twoLayerForward(net, x, f);
      Totals before = timer.totals();
      ops.twoLayerDescend(
          net, x, y, f, new DescentStretch(steps, new double[] {1e-9}, new double[] {-1}));
      return timer.totals().since(before).launches();
    }
  }
}
