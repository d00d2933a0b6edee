package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.math.Precision;
import java.util.Arrays;

/**
 * What the kernel {@code look} reads and keeps of a stretch of descent, in device memory: which
 * replicas go on, their steps and their squared residuals. The structure is that of
 * kernels/descent.cu.
 */
final class DescentState implements AutoCloseable {
  private static final int FLAG_ARRAYS = 4;

  private final CudaDevice device;
  private final int replicas;
  private final int steps;
  private final double factor;

  /** Learning rates, stop values, squared residuals, rates of the step: four rows. */
  private final CudaTensor numbers;

  private final CudaTensor trace;

  /** active, taken, clippedInStep, clipped: four arrays of 32-bit numbers. */
  private final Block flags;

  DescentState(CudaDevice device, DescentStretch stretch, double scale) {
    this.device = device;
    this.replicas = stretch.learningRate().length;
    this.steps = stretch.steps();
    this.factor = -scale;
    numbers = CudaTensor.allocate(device, Precision.FP64, new Shape(4, 1, replicas));
    numbers.replicas(0, 1).upload(stretch.learningRate());
    numbers.replicas(1, 2).upload(stretch.stopBelow());
    trace = CudaTensor.allocate(device, Precision.FP64, new Shape(replicas, 1, steps));
    long bytes = (long) FLAG_ARRAYS * replicas * Integer.BYTES;
    flags = device.memory().take(bytes);
    device.zero(flags, bytes);
  }

  /** Queues a look: residual ← f − y, and who goes on. */
  void look(CudaTensor f, CudaTensor y, CudaTensor residual) {
    Arguments arguments =
        device
            .kernels()
            .arguments()
            .matrices(f)
            .matrices(y)
            .matrices(residual)
            .structure()
            .put(number(0))
            .put(number(1))
            .put(number(2))
            .put(rates())
            .put(trace.address())
            .put(active())
            .put(flag(1))
            .put(clippedInStep())
            .put(flag(3))
            .put(factor)
            .put(steps)
            .put(steps)
            .shape(f.shape());
    device
        .kernels()
        .launch(
            Kernels.Family.DESCENT,
            "look",
            Kernels.grid(Math.min(replicas, Kernels.MOST_BLOCKS), 1, 1),
            Kernels.BLOCK,
            arguments);
  }

  /** −scale·(learning rate) of each replica that goes on, 0 of the others; in device memory. */
  long rates() {
    return number(3);
  }

  /** Which replicas go on; in device memory. */
  long active() {
    return flag(0);
  }

  /** Raised for a replica by what clips one of its preactivations; in device memory. */
  long clippedInStep() {
    return flag(2);
  }

  /** Whether any replica goes on; waits for queued work. */
  boolean anyActive() {
    return Arrays.stream(device.parameters().read(flags, 0, replicas)).anyMatch(flag -> flag != 0);
  }

  /** What happened; waits for queued work. */
  DescentTrace read() {
    int[] all = device.parameters().read(flags, 0, FLAG_ARRAYS * replicas);
    double[][] squared = new double[replicas][];
    boolean[] clipped = new boolean[replicas];
    for (int b = 0; b < replicas; b++) {
      int taken = all[replicas + b];
      squared[b] =
          taken == 0 ? new double[0] : trace.replicas(b, b + 1).columns(0, taken).toArray();
      clipped[b] = all[3 * replicas + b] != 0;
    }
    return new DescentTrace(squared, clipped);
  }

  private long number(int row) {
    return numbers.replicas(row, row + 1).address();
  }

  private long flag(int array) {
    return flags.address() + (long) array * replicas * Integer.BYTES;
  }

  @Override
  public void close() {
    numbers.close();
    trace.close();
    device.memory().give(flags);
  }
}
