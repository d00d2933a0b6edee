package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
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
  private final Optional<Nvml> nvml;

  /**
   * Opens a GPU with the libraries that are there.
   *
   * @throws CudaFailure if it does not open
   */
  static CudaBackend open(CudaDriver.Device gpu, int ordinal, Companions companions) {
    String number = ordinal == 0 ? "" : " #" + ordinal;
    return new CudaBackend(
        (gpu.name().startsWith(SOFTWARE) ? "software" : gpu.name()) + number,
        CudaDevice.open(ordinal, OptionalLong.empty()),
        companions.solver(),
        companions.management().flatMap(library -> Nvml.of(library, gpu.pciBusId())));
  }

  /**
   * Opens a GPU alone.
   *
   * @param budgetBytes most memory to use; empty for 90 % of what is free
   * @throws CudaFailure if it does not open
   */
  static CudaBackend open(String name, int ordinal, OptionalLong budgetBytes) {
    CudaDevice device = CudaDevice.open(ordinal, budgetBytes);
    return new CudaBackend(name, device, Optional.empty(), Optional.empty());
  }

  private CudaBackend(
      String name, CudaDevice device, Optional<ForeignLibrary> solver, Optional<Nvml> nvml) {
    this.name = name;
    this.device = device;
    this.ops = new CudaOps(device);
    this.eigenSolver = new CudaEigenSolver(device, solver);
    this.nvml = nvml;
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CUDA;
  }

  @Override
  public String device() {
    return name;
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
    return eigenSolver.used();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return Optional.of(device.clock().start());
  }

  @Override
  public Optional<DeviceHealth> health() {
    return nvml.flatMap(Nvml::health);
  }

  @Override
  public EnergyMeter energy() {
    return nvml.map(Nvml::energy).orElseGet(() -> EnergyMeter.untold(Nvml.WITHOUT_ENERGY));
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
