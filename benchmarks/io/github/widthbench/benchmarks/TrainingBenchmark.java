package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.condensation.CondensationExperiment;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsExperiment;
import io.github.widthbench.experiment.exponential.ExponentialExperiment;
import io.github.widthbench.experiment.momentum.MomentumExperiment;
import io.github.widthbench.experiment.recovery.RecoveryExperiment;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A whole training of one cell of an experiment's quick study, from its start to its stop rule,
 * with all that the experiment measures on the way. The secondary metric {@code iterations} is the
 * number of steps that it took, the same in every invocation; NaN where the cell does not converge.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrainingBenchmark {

  @Param({"condensation", "electrodynamics", "exponential", "momentum", "recovery"})
  private String experiment;

  @Param({"2", "4"})
  private int width;

  @Param("cpu")
  private String backend;

  @Param("fp64")
  private String precision;

  private Backend device;
  private Experiment trained;
  private Cell cell;
  private int shares;

  /**
   * Convergence iterations, reported beside the time. JMH adds up counters over threads, measured
   * iterations and forks, so each reports its share and the score is the number itself.
   */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Convergence {
    public double iterations;
  }

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    device =
        Backends.open(BackendKind.valueOf(backend.toUpperCase(Locale.ROOT)), params.getThreads());
    shares =
        params.getThreads() * params.getMeasurement().getCount() * Math.max(1, params.getForks());
    trained = named(experiment);
    List<String> sets = List.of("seed=0", "width=" + width, "precision=" + precision);
    cell =
        new StudyReader(Map.of(experiment, trained.schema()))
            .read(experiment + "-quick", sets)
            .cells()
            .getFirst();
    trained.check(cell);
  }

  private static Experiment named(String name) {
    return switch (name) {
      case "condensation" -> new CondensationExperiment();
      case "electrodynamics" -> new ElectrodynamicsExperiment();
      case "exponential" -> new ExponentialExperiment();
      case "momentum" -> new MomentumExperiment();
      case "recovery" -> new RecoveryExperiment();
      default -> throw new IllegalArgumentException("no experiment is called " + name);
    };
  }

  @Benchmark
  public Outcome train(Convergence convergence) {
    Outcome outcome = trained.run(List.of(cell), device, Watch.NONE).getFirst();
    convergence.iterations = outcome.number("iterations") / shares;
    return outcome;
  }

  @TearDown(Level.Trial)
  public void close() {
    device.close();
  }
}
