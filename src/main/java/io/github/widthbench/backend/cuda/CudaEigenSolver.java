package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues for the CUDA backend: many small matrices at once by a kernel, the edges of the
 * spectrum of a large one by cuBLAS, its full spectrum by cuSOLVER where that is there; all else,
 * and what any of them gives up, on the host.
 */
final class CudaEigenSolver implements EigenSolver, AutoCloseable {

  /** Matrices that are solved on the device; fewer are solved before a launch would have begun. */
  private static final int WORTH_A_LAUNCH = 4;

  /** Rows from which on cuSOLVER is asked; smaller ones the host has before the device begins. */
  static final int WORTH_CUSOLVER = 256;

  /** How records name what solved a problem. */
  private enum Method {
    KERNEL,
    JCUBLAS,
    CUSOLVER,
    HOST
  }

  private final CudaDevice device;
  private final JacobiKernel kernel;
  private final Optional<ForeignLibrary> library;
  private final Supplier<Backend> hosts;
  private final Set<Method> used = EnumSet.noneOf(Method.class);
  private @Nullable CuSolver solver;
  private @Nullable Backend host;

  CudaEigenSolver(CudaDevice device, Optional<ForeignLibrary> library) {
    this(device, library, () -> Backends.open(BackendKind.CPU, 1));
  }

  /**
   * A solver on one device.
   *
   * @param library cuSOLVER
   * @param hosts opens the backend that solves what the device does not
   */
  CudaEigenSolver(CudaDevice device, Optional<ForeignLibrary> library, Supplier<Backend> hosts) {
    this.device = device;
    this.kernel = new JacobiKernel(device);
    this.library = library;
    this.hosts = hosts;
  }

  /** What has solved problems since this was last asked; {@code host} where there was none. */
  String used() {
    String names =
        used.stream()
            .map(method -> method.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("+"));
    used.clear();
    return names.isEmpty() ? "host" : names;
  }

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    return onDevice(n)
        .map(solves -> solves.solve(symmetric, n, false).values())
        .orElseGet(() -> host().eigenvalues(symmetric, n));
  }

  @Override
  public double[][] eigenvaluesOfEach(List<double[]> symmetric, int n) {
    int count = symmetric.size();
    if (count < WORTH_A_LAUNCH || n > JacobiKernel.LIMIT) {
      return EigenSolver.super.eigenvaluesOfEach(symmetric, n);
    }
    symmetric.forEach(matrix -> Checks.requireSymmetricInput(matrix, n, JacobiKernel.LIMIT));
    used.add(Method.KERNEL);
    double[][] values = new double[count][];
    for (int from = 0; from < count; from += JacobiKernel.MOST) {
      int to = Math.min(count, from + JacobiKernel.MOST);
      double[] together = kernel.eigenvalues(symmetric.subList(from, to), n);
      for (int i = from; i < to; i++) {
        values[i] = Arrays.copyOfRange(together, (i - from) * n, (i - from + 1) * n);
      }
    }
    return values;
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    return onDevice(n)
        .map(solves -> solves.solve(symmetric, n, true))
        .orElseGet(() -> host().decompose(symmetric, n));
  }

  @Override
  public double[] edges(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, limit());
    if (n <= JacobiKernel.LIMIT) {
      return EigenSolver.super.edges(symmetric, n);
    }
    device.enter();
    Optional<double[]> certified =
        new SpectrumEdges(device, opened().eigenSolver()).of(symmetric, n);
    certified.ifPresent(edges -> used.add(Method.JCUBLAS));
    return certified.orElseGet(() -> host().edges(symmetric, n));
  }

  @Override
  public Optional<double[]> cholesky(double[] symmetric, int n) {
    return host().cholesky(symmetric, n);
  }

  @Override
  public int limit() {
    return opened().eigenSolver().limit();
  }

  @Override
  public void close() {
    if (solver != null) {
      solver.close();
    }
    if (host != null) {
      host.close();
    }
  }

  /** cuSOLVER, where it is there and worth it. */
  private Optional<CuSolver> onDevice(int n) {
    if (n < WORTH_CUSOLVER || library.isEmpty()) {
      return Optional.empty();
    }
    if (solver == null) {
      solver = new CuSolver(device, library.get());
    }
    used.add(Method.CUSOLVER);
    return Optional.of(solver);
  }

  private EigenSolver host() {
    used.add(Method.HOST);
    return opened().eigenSolver();
  }

  private Backend opened() {
    if (host == null) {
      host = hosts.get();
    }
    return host;
  }
}
