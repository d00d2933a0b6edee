package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Operands of a kernel that treats every entry alike. Where all matrices lie in one piece, each is
 * handed over as one long row, so that narrow ones fill their blocks of threads.
 */
record Entries(Kernels kernels, Shape shape, List<CudaTensor> operands) {

  static Entries of(Kernels kernels, Shape shape, Tensor... operands) {
    List<CudaTensor> tensors = Arrays.stream(operands).map(CudaTensor::of).toList();
    long entries = (long) shape.rows() * shape.columns();
    boolean oneRow =
        entries <= Integer.MAX_VALUE && tensors.stream().allMatch(CudaTensor::contiguous);
    Shape seen = oneRow ? new Shape(shape.batch(), 1, (int) entries) : shape;
    return new Entries(kernels, seen, tensors);
  }

  /**
   * The storage format that all operands have.
   *
   * @throws IllegalArgumentException if they differ
   */
  String format() {
    String format = format(0);
    for (CudaTensor operand : operands) {
      Checks.require(
          operand.format().equals(format),
          "operands in %s and %s: precisions must agree",
          operands.getFirst().precision(),
          operand.precision());
    }
    return format;
  }

  /** The storage format of an operand. */
  String format(int operand) {
    return operands.get(operand).format();
  }

  /** Launches {@code kernel} with the arguments given, the operands and the shape. */
  void launch(Kernels.Family family, String kernel, Arguments given) {
    Arguments arguments = given;
    for (CudaTensor operand : operands) {
      arguments = arguments.matrices(operand);
    }
    kernels.overEntries(family, kernel, shape, arguments.shape(shape));
  }
}
