package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;

/** FP32 numbers. */
@SuppressWarnings("ArrayRecordComponent") // shared by views on purpose
record Tensor32(float[] data, Layout layout) implements CpuTensor {

  static Tensor32 of(Tensor tensor) {
    if (CpuTensor.of(tensor) instanceof Tensor32 own) {
      return own;
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is fp64, expected fp32");
  }

  @Override
  public Precision precision() {
    return Precision.FP32;
  }

  @Override
  public Object array() {
    return data;
  }

  /** The matrix of {@code batch}. */
  Block32 matrix(int batch) {
    return new Block32(data, layout.row(batch, 0), layout.rowStride());
  }

  @Override
  public double get(int batch, int row, int column) {
    return data[layout.row(batch, row) + column];
  }

  @Override
  public Tensor replicas(int from, int to) {
    return new Tensor32(data, layout.replicas(from, to));
  }

  @Override
  public Tensor columns(int from, int to) {
    return new Tensor32(data, layout.columns(from, to));
  }

  @Override
  public void upload(double[] source) {
    checkLength(source.length);
    Shape shape = shape();
    for (int r = 0; r < shape.batch() * shape.rows(); r++) {
      int at = layout.row(r / shape.rows(), r % shape.rows());
      int from = r * shape.columns();
      for (int j = 0; j < shape.columns(); j++) {
        data[at + j] = (float) source[from + j];
      }
    }
  }

  @Override
  public void download(double[] target) {
    checkLength(target.length);
    Shape shape = shape();
    for (int r = 0; r < shape.batch() * shape.rows(); r++) {
      int at = layout.row(r / shape.rows(), r % shape.rows());
      int to = r * shape.columns();
      for (int j = 0; j < shape.columns(); j++) {
        target[to + j] = data[at + j];
      }
    }
  }
}
