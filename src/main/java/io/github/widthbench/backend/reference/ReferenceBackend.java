package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.ProcessorEnergy;

/** Plain FP64 loops on one thread, with the same bits on every machine. */
final class ReferenceBackend implements Backend {
  private final Ops ops = new ReferenceOps();
  private final EigenSolver eigenSolver = new ReferenceEigenSolver();

  @Override
  public BackendKind kind() {
    return BackendKind.REFERENCE;
  }

  @Override
  public String device() {
    return "JVM (plain loops)";
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
  public void close() {}
}
