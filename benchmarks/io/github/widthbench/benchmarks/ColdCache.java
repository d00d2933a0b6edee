package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Has every call find its numbers in memory, not in a cache: other numbers are written before. */
@State(Scope.Benchmark)
public class ColdCache {

  /** In FP32, 256 MiB: more than twice the last cache of any device. */
  private static final int NUMBERS = 1 << 26;

  private Ops ops;
  private Tensor others;

  @Setup(Level.Trial)
  public void open(Device device) {
    ops = device.ops();
    others = ops.allocate(Precision.FP32, new Shape(1, 1, NUMBERS));
  }

  /** Outside of what is timed. */
  @Setup(Level.Invocation)
  public void flush() {
    ops.fill(1, others);
    ops.synchronize();
  }
}
