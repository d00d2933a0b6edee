package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;

/**
 * A batch of row-major matrices in the memory of one device, zero when allocated.
 *
 * <p>A view shares the numbers of its parent and does not own them: closing a view does nothing.
 */
public interface Tensor extends AutoCloseable {

  Shape shape();

  /** FP32 or FP64. */
  Precision precision();

  /** View of the matrices {@code from} (inclusive) to {@code to} (exclusive) of the batch. */
  Tensor replicas(int from, int to);

  /** View of the columns {@code from} (inclusive) to {@code to} (exclusive) of every matrix. */
  Tensor columns(int from, int to);

  /** Stores {@code source}, batch by batch and row-major, rounded to the tensor's precision. */
  void upload(double[] source);

  /** Reads every number, in the order of {@link #upload}; waits for queued work. */
  void download(double[] target);

  /** The numbers as a new array, in the order of {@link #upload}. */
  default double[] toArray() {
    double[] target = new double[Math.toIntExact(shape().size())];
    download(target);
    return target;
  }

  @Override
  void close();
}
