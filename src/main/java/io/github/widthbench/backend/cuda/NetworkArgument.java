package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;

/** A batch of networks as the fused kernels take it: the structure of kernels/two_layer.cuh. */
record NetworkArgument(TwoLayerBatch batch) {

  private static final int SIDE = 32;

  /** Adds the structure to the arguments of a launch. */
  Arguments argument(Arguments arguments, int unitsOfSlice, int slices) {
    CudaTensor w = CudaTensor.of(batch.w());
    CudaTensor a = CudaTensor.of(batch.a());
    return arguments
        .structure()
        .put(w.address())
        .put(w.rowStride())
        .put(batch.replicas() == 1 ? 0 : w.batchStride())
        .put(a.address())
        .put(a.rowStride())
        .put(a.shape().batch() == 1 ? 0 : a.batchStride())
        .put(batch.clip())
        .put(Arguments.code(batch.activation()))
        .put(batch.form() == Form.PAIRED ? 1 : 0)
        .put(batch.inputDim())
        .put(batch.units())
        .put(unitsOfSlice)
        .put(slices);
  }

  String format() {
    return CudaTensor.of(batch.w()).format();
  }

  /** A new tensor with each matrix of {@code x} transposed. */
  static CudaTensor transpose(CudaDevice device, CudaTensor x) {
    Shape shape = x.shape();
    CudaTensor transposed =
        CudaTensor.allocate(
            device, x.precision(), new Shape(shape.batch(), shape.columns(), shape.rows()));
    Arguments arguments =
        device.kernels().arguments().matrices(x).matrices(transposed).shape(shape);
    Extent grid =
        new Extent(
            (shape.columns() + SIDE - 1) / SIDE, (shape.rows() + SIDE - 1) / SIDE, shape.batch());
    device
        .kernels()
        .launch(
            Family.TWO_LAYER, "transpose_" + x.format(), grid, new Extent(SIDE, 8, 1), arguments);
    return transposed;
  }
}
