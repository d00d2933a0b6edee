package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cpu.kernel.Function;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.backend.cpu.kernel.Pointwise;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/**
 * A function of an activation on one matrix of a batch, a chunk at a time: copied, so that the
 * kernel sees whole groups wherever a row begins or ends.
 */
final class PointwiseOps {
  private static final int CHUNK = 1024;

  private final Pointwise kernel;
  private final Object[] in;
  private final Object[] out;

  /**
   * Scratch for one thread.
   *
   * @param operands arrays that the function reads, 1 or 2
   * @param results arrays that it writes, 1 or 2
   */
  PointwiseOps(Activation s, Function function, Precision precision, int operands, int results) {
    kernel = Kernels.pointwise(Lanes.preferred(precision), s, function);
    in = new Object[operands];
    out = new Object[results];
    for (int i = 0; i < operands; i++) {
      in[i] = Numbers.allocate(precision, CHUNK);
    }
    for (int i = 0; i < results; i++) {
      out[i] = Numbers.allocate(precision, CHUNK);
    }
  }

  /** results ← function of operands, for the matrices of {@code batch}. */
  void run(int batch, Tensor[] operands, Tensor[] results) {
    boolean packed = true;
    for (Tensor tensor : operands) {
      packed &= CpuTensor.of(tensor).layout().isPacked();
    }
    for (Tensor tensor : results) {
      packed &= CpuTensor.of(tensor).layout().isPacked();
    }
    int entries = results[0].shape().rows() * results[0].shape().columns();
    int rows = packed ? 1 : results[0].shape().rows();
    for (int row = 0; row < rows; row++) {
      for (int from = 0; from < entries / rows; from += CHUNK) {
        int length = Math.min(CHUNK, entries / rows - from);
        for (int i = 0; i < in.length; i++) {
          CpuTensor tensor = CpuTensor.of(operands[i]);
          int at = tensor.layout().row(batch, row) + from;
          System.arraycopy(tensor.array(), at, in[i], 0, length);
        }
        kernel.run(length, in[0], in[in.length - 1], out[0], out[out.length - 1]);
        for (int i = 0; i < out.length; i++) {
          CpuTensor tensor = CpuTensor.of(results[i]);
          int at = tensor.layout().row(batch, row) + from;
          System.arraycopy(out[i], 0, tensor.array(), at, length);
        }
      }
    }
  }
}
