package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EnergyCounter;
import io.github.widthbench.backend.EnergyMeter;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.math.Precision;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens backends that compute nothing, and remembers with how many threads each. */
final class ProbeBackends implements BackendSource {

  private final Queue<Integer> opened = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();
  private final Optional<EnergyCounter> energy;

  ProbeBackends() {
    this(Optional.empty());
  }

  /** With a counter of the energy of their device. */
  ProbeBackends(EnergyCounter energy) {
    this(Optional.of(energy));
  }

  private ProbeBackends(Optional<EnergyCounter> energy) {
    this.energy = energy;
  }

  /** A choice as a user makes it by {@code --backend reference}. */
  static Backends.Choice choice() {
    Capability capability =
        new Capability(
            BackendKind.REFERENCE, true, "always", "", Set.of(Precision.FP64), List.of());
    return new Backends.Choice(
        capability,
        Optional.of(BackendKind.REFERENCE),
        List.of(capability),
        List.of(0),
        "named by the user");
  }

  /** The threads of every backend opened so far. */
  List<Integer> opened() {
    return List.copyOf(opened);
  }

  /** Backends not closed yet. */
  int open() {
    return open.get();
  }

  @Override
  public Backend open(BackendKind kind, int threads, int worker) {
    opened.add(threads);
    open.incrementAndGet();
    return new Idle(kind, open, energy);
  }

  private record Idle(BackendKind kind, AtomicInteger open, Optional<EnergyCounter> counter)
      implements Backend {

    @Override
    public String device() {
      return "nothing";
    }

    @Override
    public Ops ops() {
      return (Ops)
          Proxy.newProxyInstance(
              Ops.class.getClassLoader(),
              new Class<?>[] {Ops.class},
              (_, method, _) -> {
                throw new UnsupportedOperationException(method.getName());
              });
    }

    @Override
    public EigenSolver eigenSolver() {
      throw new UnsupportedOperationException("it computes nothing");
    }

    @Override
    public EnergyMeter energy() {
      return counter
          .map(found -> EnergyMeter.start(List.of(found), 0))
          .orElseGet(Backend.super::energy);
    }

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}
