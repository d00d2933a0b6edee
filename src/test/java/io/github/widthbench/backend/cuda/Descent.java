package io.github.widthbench.backend.cuda;

import static io.github.widthbench.backend.cuda.TestDevice.address;

import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import jcuda.driver.CUdeviceptr;

/** The state of a stretch of descent, as {@code look} keeps it. */
final class Descent {
  private final TestDevice device;
  private final int replicas;
  final CUdeviceptr squared;
  final CUdeviceptr rate;
  final CUdeviceptr trace;
  final CUdeviceptr active;
  final CUdeviceptr taken;
  final CUdeviceptr clippedInStep;
  final CUdeviceptr clipped;
  private final long[] parameter;
  private final Matrices residual;

  Descent(TestDevice device, int replicas, int limit, double[] stopBelow) {
    this(device, replicas, limit, stopBelow, 207, -1, filled(replicas, 1));
  }

  Descent(
      TestDevice device,
      int replicas,
      int limit,
      double[] stopBelow,
      int n,
      double factor,
      double[] learningRate) {
    this.device = device;
    this.replicas = replicas;
    squared = device.upload(new double[replicas]);
    rate = device.upload(new double[replicas]);
    trace = device.upload(new double[replicas * limit]);
    active = device.upload(new int[replicas]);
    taken = device.upload(new int[replicas]);
    int[] above = new int[replicas];
    Arrays.fill(above, 1);
    clippedInStep = device.upload(above);
    clipped = device.upload(new int[replicas]);
    residual = device.matrices(Precision.FP64, replicas, 1, n);
    parameter =
        new long[] {
          address(device.upload(learningRate)),
          address(device.upload(stopBelow)),
          address(squared),
          address(rate),
          address(trace),
          address(active),
          address(taken),
          address(clippedInStep),
          address(clipped),
          Double.doubleToRawLongBits(factor),
          limit | (long) limit << 32
        };
  }

  Matrices residual() {
    return residual;
  }

  void look(Matrices f, Matrices y) {
    device.launch(
        "descent",
        "look",
        new int[] {2, 1, 1},
        new int[] {256, 1, 1},
        0,
        f,
        y,
        residual,
        parameter,
        f.shape(replicas));
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }
}
