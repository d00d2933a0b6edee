package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;

/** Numbers in a Java array, addressed by strides so that views share them. */
sealed interface CpuTensor extends Tensor permits Tensor64, Tensor32 {

  static CpuTensor of(Tensor tensor) {
    if (tensor instanceof CpuTensor own) {
      return own;
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is on another device");
  }

  static CpuTensor allocate(Precision precision, Shape shape) {
    Layout layout = Layout.packed(shape);
    return switch (precision) {
      case FP64 -> new Tensor64(new double[(int) shape.size()], layout);
      case FP32 -> new Tensor32(new float[(int) shape.size()], layout);
      case TF32 ->
          throw new IllegalArgumentException("the CPU backend computes in fp64 and fp32, not tf32");
    };
  }

  Layout layout();

  /** The numbers, a double[] or float[]. */
  Object array();

  /** One number, widened. */
  double get(int batch, int row, int column);

  @Override
  default Shape shape() {
    return layout().shape();
  }

  /** Checks an array that is to be copied from or to the tensor. */
  default void checkLength(int length) {
    Checks.require(
        length == shape().size(), "array of %d numbers for a tensor of %s", length, shape());
  }

  /** Memory is the garbage collector's. */
  @Override
  default void close() {}
}
