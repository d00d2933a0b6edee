package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues for the CUDA backend: many small matrices at once by a kernel, the edges of the
 * spectrum of a large one by cuBLAS; a single full spectrum on the host, which is there sooner.
 */
final class CudaEigenSolver implements EigenSolver, AutoCloseable {

  /** Matrices that are solved on the device; fewer are solved before a launch would have begun. */
  private static final int WORTH_A_LAUNCH = 4;

  /** How records name it. */
  static final String METHOD =
      "kernel (%d and more matrices to n = %d), jcublas (edges beyond), host (else)"
          .formatted(WORTH_A_LAUNCH, JacobiKernel.LIMIT);

  private final CudaDevice device;
  private final JacobiKernel kernel;
  private final Supplier<Backend> hosts;
  private @Nullable Backend host;

  CudaEigenSolver(CudaDevice device) {
    this(device, () -> Backends.open(BackendKind.CPU, 1));
  }

  CudaEigenSolver(CudaDevice device, Supplier<Backend> hosts) {
    this.device = device;
    this.kernel = new JacobiKernel(device);
    this.hosts = hosts;
  }

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    return host().eigenvalues(symmetric, n);
  }

  @Override
  public double[][] eigenvaluesOfEach(List<double[]> symmetric, int n) {
    int count = symmetric.size();
    if (count < WORTH_A_LAUNCH || n > JacobiKernel.LIMIT) {
      return EigenSolver.super.eigenvaluesOfEach(symmetric, n);
    }
    symmetric.forEach(matrix -> Checks.requireSymmetricInput(matrix, n, JacobiKernel.LIMIT));
    double[] together = symmetric.stream().flatMapToDouble(Arrays::stream).toArray();
    double[] values = kernel.solve(together, count, n, false).values();
    return IntStream.range(0, count)
        .mapToObj(i -> Arrays.copyOfRange(values, i * n, (i + 1) * n))
        .toArray(double[][]::new);
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    return host().decompose(symmetric, n);
  }

  @Override
  public double[] edges(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    if (n <= JacobiKernel.LIMIT) {
      return EigenSolver.super.edges(symmetric, n);
    }
    device.enter();
    return new SpectrumEdges(device, host())
        .of(symmetric, n)
        .orElseGet(() -> host().edges(symmetric, n));
  }

  @Override
  public Optional<double[]> cholesky(double[] symmetric, int n) {
    return host().cholesky(symmetric, n);
  }

  @Override
  public int limit() {
    return host().limit();
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  private EigenSolver host() {
    if (host == null) {
      host = hosts.get();
    }
    return host.eigenSolver();
  }
}
