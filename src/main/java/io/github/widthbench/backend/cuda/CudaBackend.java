package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalLong;

/** An NVIDIA GPU. */
final class CudaBackend implements Backend {

  /** The stand-in of the tests calls itself so; its records must not pass for a GPU's. */
  private static final String SOFTWARE = "Software CUDA device";

  private static final Logger LOG = System.getLogger(CudaBackend.class.getPackageName());

  private final String name;
  private final CudaDevice device;
  private final Ops ops;
  private final CudaEigenSolver eigenSolver;

  /**
   * Opens a GPU.
   *
   * @param budgetBytes most memory to use; empty for 90 % of what is free
   * @throws CudaFailure if it does not open
   */
  static CudaBackend open(String name, int ordinal, OptionalLong budgetBytes) {
    return new CudaBackend(name, CudaDevice.open(ordinal, budgetBytes));
  }

  private CudaBackend(String name, CudaDevice device) {
    this.name = name;
    this.device = device;
    this.ops = new CudaOps(device);
    this.eigenSolver = new CudaEigenSolver(device);
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CUDA;
  }

  @Override
  public String device() {
    return name.startsWith(SOFTWARE) ? "software" : name;
  }

  @Override
  public Ops ops() {
    return ops;
  }

  @Override
  public EigenSolver eigenSolver() {
    return eigenSolver;
  }

  @Override
  public String eigen() {
    return CudaEigenSolver.METHOD;
  }

  /** Who holds device memory still, a line each. */
  List<String> leaks() {
    return device.memory().leaks();
  }

  @Override
  public void close() {
    leaks().forEach(leak -> LOG.log(Level.DEBUG, "device memory not given back: {0}", leak));
    eigenSolver.close();
    device.close();
  }
}
