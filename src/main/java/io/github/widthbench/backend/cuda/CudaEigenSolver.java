package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.EigenSolver;
import org.jspecify.annotations.Nullable;

/** Eigenvalues for the CUDA backend: full spectra by the host. */
final class CudaEigenSolver implements EigenSolver, AutoCloseable {

  private @Nullable Backend host;

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    return host().eigenSolver().eigenvalues(symmetric, n);
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    return host().eigenSolver().decompose(symmetric, n);
  }

  @Override
  public int limit() {
    return host().eigenSolver().limit();
  }

  @Override
  public void close() {
    if (host != null) {
      host.close();
    }
  }

  private Backend host() {
    if (host == null) {
      host = Backends.open(BackendKind.CPU, 1);
    }
    return host;
  }
}
