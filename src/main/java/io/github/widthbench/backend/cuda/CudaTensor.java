package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.math.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in device memory, addressed by strides so that views share them. TF32 is stored as FP32.
 */
final class CudaTensor implements Tensor {
  private final CudaDevice device;
  private final @Nullable Block owned;
  private final Precision precision;
  private final Shape shape;
  private final long address;
  private final long rowStride;
  private final long batchStride;

  private CudaTensor(CudaTensor parent, long offset, Shape shape) {
    this.device = parent.device;
    this.owned = null;
    this.precision = parent.precision;
    this.shape = shape;
    this.address = parent.address + offset * parent.precision.bytes();
    this.rowStride = parent.rowStride;
    this.batchStride = parent.batchStride;
  }

  private CudaTensor(CudaDevice device, Precision precision, Shape shape) {
    this.device = device;
    this.owned = device.memory().take(shape.size() * precision.bytes());
    this.precision = precision;
    this.shape = shape;
    this.address = owned.address();
    this.rowStride = shape.columns();
    this.batchStride = (long) shape.rows() * shape.columns();
  }

  /** A tensor of zeros. */
  static CudaTensor allocate(CudaDevice device, Precision precision, Shape shape) {
    device.enter();
    CudaTensor tensor = new CudaTensor(device, precision, shape);
    if (tensor.owned != null) {
      device.zero(tensor.owned, shape.size() * precision.bytes());
    }
    return tensor;
  }

  static CudaTensor of(Tensor tensor) {
    if (tensor instanceof CudaTensor own) {
      return own;
    }
    throw new IllegalArgumentException("tensor " + tensor.shape() + " is on another device");
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** Of the first number, in device memory. */
  long address() {
    return address;
  }

  /** Numbers from one row to the next. */
  long rowStride() {
    return rowStride;
  }

  /** Numbers from one matrix to the next. */
  long batchStride() {
    return batchStride;
  }

  /** The storage format as kernel names spell it. */
  String format() {
    return precision == Precision.FP64 ? "f64" : "f32";
  }

  /** Whether each matrix lies in one piece. */
  boolean contiguous() {
    return rowStride == shape.columns();
  }

  /** Whether all matrices lie behind one another without gaps. */
  boolean isInOnePiece() {
    return contiguous()
        && (shape.batch() == 1 || batchStride == (long) shape.rows() * shape.columns());
  }

  /** All numbers of a tensor without gaps as one row. */
  CudaTensor inOnePiece() {
    return new CudaTensor(this, 0, new Shape(1, 1, Math.toIntExact(shape.size())));
  }

  @Override
  public CudaTensor replicas(int from, int to) {
    checkRange("replicas", from, to, shape.batch());
    return new CudaTensor(
        this, from * batchStride, new Shape(to - from, shape.rows(), shape.columns()));
  }

  @Override
  public CudaTensor columns(int from, int to) {
    checkRange("columns", from, to, shape.columns());
    return new CudaTensor(this, from, new Shape(shape.batch(), shape.rows(), to - from));
  }

  /** Some rows of one matrix, and of these some columns. */
  CudaTensor part(int batch, int row, Shape extent, int column) {
    return new CudaTensor(this, batch * batchStride + row * rowStride + column, extent);
  }

  @Override
  public void upload(double[] source) {
    checkLength(source.length);
    device.staging().upload(source, this);
  }

  @Override
  public void download(double[] target) {
    checkLength(target.length);
    device.staging().download(this, target);
  }

  @Override
  public void close() {
    if (owned != null) {
      device.memory().give(owned);
    }
  }

  private void checkLength(int length) {
    Checks.require(length == shape.size(), "array of %d numbers for a tensor of %s", length, shape);
  }

  private static void checkRange(String what, int from, int to, int limit) {
    Checks.require(
        0 <= from && from < to && to <= limit, "%s %d to %d of %d", what, from, to, limit);
  }
}
