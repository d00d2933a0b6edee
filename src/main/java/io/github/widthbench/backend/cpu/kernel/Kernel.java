package io.github.widthbench.backend.cpu.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the one method, {@code run}, of a class. Equal kernels write equal code.
 *
 * @param <T> interface of one method that the class implements
 */
sealed interface Kernel<T>
    permits DotKernel,
        PassKernel,
        PointwiseKernel,
        ProductKernel,
        ReluKernel,
        SignsKernel,
        SweepKernel {

  Class<T> type();

  /** Parameters of {@code run}. */
  MethodTypeDesc descriptor();

  /** The body; parameters are variables 1, 2, … */
  void write(CodeBuilder code);
}
