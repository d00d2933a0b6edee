package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;

/** Numbers on the Java heap, FP64 only, addressed by strides so that views share them. */
final class ReferenceTensor implements Tensor {
  private final double[] numbers;
  private final int offset;
  private final int batchStride;
  private final int rowStride;
  private final Shape shape;

  ReferenceTensor(Shape shape) {
    this(
        new double[Math.toIntExact(shape.size())],
        0,
        shape.rows() * shape.columns(),
        shape.columns(),
        shape);
  }

  private ReferenceTensor(
      double[] numbers, int offset, int batchStride, int rowStride, Shape shape) {
    this.numbers = numbers;
    this.offset = offset;
    this.batchStride = batchStride;
    this.rowStride = rowStride;
    this.shape = shape;
  }

  static ReferenceTensor of(Tensor tensor) {
    if (tensor instanceof ReferenceTensor reference) {
      return reference;
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is on another device");
  }

  double get(int batch, int row, int column) {
    return numbers[index(batch, row, column)];
  }

  void set(int batch, int row, int column, double value) {
    numbers[index(batch, row, column)] = value;
  }

  /** The matrix of {@code batch}, or the only one where all replicas share it. */
  private int index(int batch, int row, int column) {
    int b = shape.batch() == 1 ? 0 : batch;
    return offset + b * batchStride + row * rowStride + column;
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Precision precision() {
    return Precision.FP64;
  }

  @Override
  public Tensor replicas(int from, int to) {
    checkRange("replicas", from, to, shape.batch());
    Shape view = new Shape(to - from, shape.rows(), shape.columns());
    return new ReferenceTensor(numbers, offset + from * batchStride, batchStride, rowStride, view);
  }

  @Override
  public Tensor columns(int from, int to) {
    checkRange("columns", from, to, shape.columns());
    Shape view = new Shape(shape.batch(), shape.rows(), to - from);
    return new ReferenceTensor(numbers, offset + from, batchStride, rowStride, view);
  }

  @Override
  public void upload(double[] source) {
    checkLength(source.length);
    int next = 0;
    for (int b = 0; b < shape.batch(); b++) {
      for (int i = 0; i < shape.rows(); i++) {
        System.arraycopy(source, next, numbers, index(b, i, 0), shape.columns());
        next += shape.columns();
      }
    }
  }

  @Override
  public void download(double[] target) {
    checkLength(target.length);
    int next = 0;
    for (int b = 0; b < shape.batch(); b++) {
      for (int i = 0; i < shape.rows(); i++) {
        System.arraycopy(numbers, index(b, i, 0), target, next, shape.columns());
        next += shape.columns();
      }
    }
  }

  @Override
  public void close() {}

  private void checkLength(int length) {
    Checks.require(length == shape.size(), "array of %d numbers for a tensor of %s", length, shape);
  }

  private static void checkRange(String what, int from, int to, int limit) {
    Checks.require(
        0 <= from && from < to && to <= limit, "%s %d to %d of %d", what, from, to, limit);
  }
}
