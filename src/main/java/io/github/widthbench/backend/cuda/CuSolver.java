package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.cuda.DeviceClock.Kind;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.math.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Full spectra of single matrices by cuSOLVER's {@code syevd}, FP64. JCuda 12.6 has no part for it
 * that can be had, so it is called through {@link java.lang.foreign}; 11 belongs to CUDA 12, 12 to
 * CUDA 13.
 */
final class CuSolver implements AutoCloseable {

  static final int DOUBLE = 1;
  static final int LOWER = 0;
  static final int WITH_VECTORS = 1;

  /** What is called, to be looked for beforehand. */
  static final List<String> FUNCTIONS =
      List.of(
          "cusolverDnCreate",
          "cusolverDnDestroy",
          "cusolverDnSetStream",
          "cusolverDnCreateParams",
          "cusolverDnDestroyParams",
          "cusolverDnXsyevd_bufferSize",
          "cusolverDnXsyevd");

  private final CudaDevice device;
  private final ForeignLibrary library;
  private final MemorySegment handle;
  private final MemorySegment parameters;

  /** Takes a fraction of a second, and memory on the device. */
  CuSolver(CudaDevice device, ForeignLibrary library) {
    this.device = device;
    this.library = library;
    device.enter();
    handle = create("cusolverDnCreate");
    parameters = create("cusolverDnCreateParams");
    call("cusolverDnSetStream", handle, MemorySegment.ofAddress(Address.of(device.stream())));
  }

  private MemorySegment create(String function) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment made = arena.allocate(ADDRESS);
      call(function, made);
      return made.get(ADDRESS, 0);
    }
  }

  /**
   * All eigenvalues, ascending, and unit eigenvectors as rows where they are wanted.
   *
   * @param symmetric n×n; not changed
   * @throws CudaFailure if the device lacks memory or the algorithm does not converge
   */
  Decomposition solve(double[] symmetric, int n, boolean vectors) {
    device.enter();
    try (Arena arena = Arena.ofConfined();
        CudaTensor a = CudaTensor.allocate(device, Precision.FP64, new Shape(1, n, n));
        CudaTensor values = CudaTensor.allocate(device, Precision.FP64, new Shape(1, 1, n))) {
      a.upload(symmetric);
      Object[] problem = {
        handle,
        parameters,
        vectors ? WITH_VECTORS : 0,
        LOWER,
        (long) n,
        DOUBLE,
        MemorySegment.ofAddress(a.address()),
        (long) n,
        DOUBLE,
        MemorySegment.ofAddress(values.address()),
        DOUBLE
      };
      solve(problem, arena);
      return new Decomposition(values.toArray(), vectors ? a.toArray() : new double[0]);
    }
  }

  private void solve(Object[] problem, Arena arena) {
    MemorySegment onDevice = arena.allocate(JAVA_LONG);
    MemorySegment onHost = arena.allocate(JAVA_LONG);
    call("cusolverDnXsyevd_bufferSize", with(problem, onDevice, onHost));
    long hostBytes = onHost.get(JAVA_LONG, 0);
    MemorySegment host = arena.allocate(Math.max(1, hostBytes), Long.BYTES);
    Block buffer = device.memory().take(Math.max(1, onDevice.get(JAVA_LONG, 0)));
    Block info = device.memory().take(Integer.BYTES);
    try {
      Object[] whole =
          with(
              problem,
              MemorySegment.ofAddress(buffer.address()),
              onDevice.get(JAVA_LONG, 0),
              host,
              hostBytes,
              MemorySegment.ofAddress(info.address()));
      device.clock().time(Kind.COMPUTE, () -> call("cusolverDnXsyevd", whole));
      int failed = device.parameters().read(info, 0, 1)[0];
      if (failed != 0) {
        throw new CudaFailure("cusolverDnXsyevd did not converge: info is " + failed);
      }
    } finally {
      device.memory().give(buffer);
      device.memory().give(info);
    }
  }

  private static Object[] with(Object[] first, Object... rest) {
    Object[] all = new Object[first.length + rest.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(rest, 0, all, first.length, rest.length);
    return all;
  }

  private void call(String function, Object... arguments) {
    int status = library.call(function, arguments);
    if (status != 0) {
      throw new CudaFailure(function + " returned status " + status);
    }
  }

  @Override
  public void close() {
    device.enter();
    call("cusolverDnDestroyParams", parameters);
    call("cusolverDnDestroy", handle);
  }
}
