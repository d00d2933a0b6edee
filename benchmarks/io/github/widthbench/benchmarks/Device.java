package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import java.util.Locale;
import java.util.Optional;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The backend that a fork measures: one, so that the JVM compiles for it alone. */
@State(Scope.Benchmark)
public class Device {

  @Param("cpu")
  private String backend;

  /** That the backend may use at once; JMH's own {@code -t} would share one device. */
  @Param("1")
  private int threads;

  private Backend open;

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    if (params.getThreads() != 1) {
      throw new IllegalArgumentException(
          "-t %d would run steps of one network at once; -p threads=%d gives the backend threads"
              .formatted(params.getThreads(), params.getThreads()));
    }
    open = Backends.open(BackendKind.valueOf(backend.toUpperCase(Locale.ROOT)), threads);
  }

  @TearDown(Level.Trial)
  public void close() {
    open.close();
  }

  Ops ops() {
    return open.ops();
  }

  EigenSolver eigenSolver() {
    return open.eigenSolver();
  }

  Optional<DeviceHealth> health() {
    return open.health();
  }

  Optional<DeviceTimer> timer() {
    return open.timer();
  }
}
