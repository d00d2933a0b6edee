package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;

/** FP64 numbers. */
@SuppressWarnings("ArrayRecordComponent") // shared by views on purpose
record Tensor64(double[] data, Layout layout) implements CpuTensor {

  static Tensor64 of(Tensor tensor) {
    if (CpuTensor.of(tensor) instanceof Tensor64 own) {
      return own;
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is fp32, expected fp64");
  }

  @Override
  public Precision precision() {
    return Precision.FP64;
  }

  @Override
  public Object array() {
    return data;
  }

  /** The matrix of {@code batch}. */
  Block64 matrix(int batch) {
    return new Block64(data, layout.row(batch, 0), layout.rowStride());
  }

  @Override
  public double get(int batch, int row, int column) {
    return data[layout.row(batch, row) + column];
  }

  @Override
  public Tensor replicas(int from, int to) {
    return new Tensor64(data, layout.replicas(from, to));
  }

  @Override
  public Tensor columns(int from, int to) {
    return new Tensor64(data, layout.columns(from, to));
  }

  @Override
  public void upload(double[] source) {
    checkLength(source.length);
    Shape shape = shape();
    for (int r = 0; r < shape.batch() * shape.rows(); r++) {
      int at = layout.row(r / shape.rows(), r % shape.rows());
      System.arraycopy(source, r * shape.columns(), data, at, shape.columns());
    }
  }

  @Override
  public void download(double[] target) {
    checkLength(target.length);
    Shape shape = shape();
    for (int r = 0; r < shape.batch() * shape.rows(); r++) {
      int at = layout.row(r / shape.rows(), r % shape.rows());
      System.arraycopy(data, at, target, r * shape.columns(), shape.columns());
    }
  }
}
