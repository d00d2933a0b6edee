package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;
import io.github.widthbench.backend.cuda.Kernels.Launch;
import io.github.widthbench.math.Precision;

/** Spectra of many small matrices at once, a block of threads each: kernels/jacobi.cu. */
record JacobiKernel(CudaDevice device) {

  /** Up to here the shared memory of every GPU holds a matrix. */
  static final int LIMIT = 64;

  /**
   * The spectra of {@code count} matrices, one behind another.
   *
   * @param vectors whether eigenvectors are wanted; else none are given
   */
  Decomposition solve(double[] matrices, int count, int n, boolean vectors) {
    device.enter();
    Shape all = new Shape(count, n, n);
    Block sweeps = device.memory().take((long) count * Integer.BYTES);
    try (CudaTensor in = CudaTensor.allocate(device, Precision.FP64, all);
        CudaTensor values = CudaTensor.allocate(device, Precision.FP64, new Shape(count, 1, n));
        CudaTensor rows = CudaTensor.allocate(device, Precision.FP64, vectors ? all : ONE);
        CudaTensor scratch = CudaTensor.allocate(device, Precision.FP64, vectors ? all : ONE)) {
      in.upload(matrices);
      Arguments arguments =
          device
              .kernels()
              .arguments()
              .address(in.address())
              .integer(n)
              .address(values.address())
              .address(vectors ? rows.address() : 0)
              .address(scratch.address())
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
      return new Decomposition(values.toArray(), vectors ? rows.toArray() : new double[0]);
    } finally {
      device.memory().give(sweeps);
    }
  }

  private static final Shape ONE = new Shape(1, 1, 1);
}
