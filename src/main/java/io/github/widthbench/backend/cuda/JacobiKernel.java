package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;
import io.github.widthbench.backend.cuda.Kernels.Launch;
import io.github.widthbench.math.Precision;
import java.util.List;

/** Spectra of many small matrices at once, a block of threads each: kernels/jacobi.cu. */
record JacobiKernel(CudaDevice device) {

  /** Up to here the shared memory of every GPU holds a matrix. */
  static final int LIMIT = 64;

  /** Matrices of one launch. */
  static final int MOST = 1 << 14;

  /** The eigenvalues of at most {@link #MOST} matrices, each ascending, one behind another. */
  double[] eigenvalues(List<double[]> matrices, int n) {
    device.enter();
    int count = matrices.size();
    Block sweeps = device.memory().take((long) count * Integer.BYTES);
    try (CudaTensor in = CudaTensor.allocate(device, Precision.FP64, new Shape(count, n, n));
        CudaTensor values = CudaTensor.allocate(device, Precision.FP64, new Shape(count, 1, n))) {
      device.staging().upload(matrices, in);
      Arguments arguments =
          device
              .kernels()
              .arguments()
              .address(in.address())
              .integer(n)
              .address(values.address())
              .address(0) // no vectors
              .address(0)
              .address(sweeps.address());
      int even = n + n % 2;
      int bytes = (even * (even + 1) + 2 * even) * Double.BYTES;
      Extent grid = new Extent(count, 1, 1);
      device
          .kernels()
          .launch(new Launch(Family.JACOBI, "jacobi", grid, Kernels.BLOCK, bytes), arguments);
      for (int taken : device.parameters().read(sweeps, 0, count)) {
        if (taken < 0) {
          throw new ArithmeticException("Jacobi's rotations did not settle");
        }
      }
      return values.toArray();
    } finally {
      device.memory().give(sweeps);
    }
  }
}
