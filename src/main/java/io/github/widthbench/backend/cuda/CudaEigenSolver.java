package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues for the CUDA backend: small matrices by a kernel of ours, the edges of the spectrum
 * of larger ones by cuBLAS, their full spectra on the host.
 */
final class CudaEigenSolver implements EigenSolver, AutoCloseable {

  /** How records name it. */
  static final String METHOD =
      "kernel to n = %d, beyond jcublas for edges, host for full spectra"
          .formatted(JacobiKernel.LIMIT);

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
    return n <= JacobiKernel.LIMIT
        ? kernel.solve(symmetric, 1, n, false).values()
        : host().eigenvalues(symmetric, n);
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    return n <= JacobiKernel.LIMIT
        ? kernel.solve(symmetric, 1, n, true)
        : host().decompose(symmetric, n);
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
