package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.UnfusedOps;
import java.util.Optional;

/** A backend without its fused passes. */
record UnfusedBackend(Backend fused) implements Backend {

  @Override
  public BackendKind kind() {
    return fused.kind();
  }

  @Override
  public String device() {
    return fused.device();
  }

  @Override
  public Ops ops() {
    return new UnfusedOps(fused.ops());
  }

  @Override
  public EigenSolver eigenSolver() {
    return fused.eigenSolver();
  }

  @Override
  public String eigen() {
    return fused.eigen();
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return fused.timer();
  }

  @Override
  public Optional<DeviceHealth> health() {
    return fused.health();
  }

  @Override
  public EnergyMeter energy() {
    return fused.energy();
  }

  @Override
  public void close() {
    fused.close();
  }
}
