package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.ProcessorEnergy;

/** Vector lanes and OpenBLAS on the cores of this machine. */
final class CpuBackend implements Backend {
  private final String device;
  private final Workers workers;
  private final Ops ops;
  private final EigenSolver eigenSolver;

  CpuBackend(String device, int threads) {
    this.device = device;
    workers = new Workers(threads);
    ops = new CpuOps(workers);
    eigenSolver = new CpuEigenSolver(workers);
  }

  @Override
  public BackendKind kind() {
    return BackendKind.CPU;
  }

  @Override
  public String device() {
    return device;
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
  public EnergyMeter energy() {
    return ProcessorEnergy.here().start();
  }

  @Override
  public void close() {
    workers.close();
  }
}
