package io.github.widthbench.cli;

import io.github.widthbench.cli.BenchCases.Planned;
import io.github.widthbench.measure.Stopwatch;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** How far a bench run is, on stderr: a line for every case that begins, with the time left. */
final class BenchProgress {

  /** A JVM's start, and the set-up of a benchmark. */
  private static final double FORK_SECONDS = 0.8;

  private final Terminal terminal;
  private final double caseSeconds;
  private final int total;
  private final Stopwatch watch = Stopwatch.start();
  private int ended;

  BenchProgress(
      Terminal terminal, CommandLineOptions asked, BenchProfile.Timing timing, List<Planned> due) {
    this.terminal = terminal;
    this.total = due.size();
    double warmup =
        asked.getWarmupIterations().orElse(timing.warmupIterations())
            * asked.getWarmupTime().orElse(timing.warmupTime()).convertTo(TimeUnit.MILLISECONDS);
    double measurement =
        asked.getMeasurementIterations().orElse(timing.iterations())
            * (double)
                asked
                    .getMeasurementTime()
                    .orElse(timing.iterationTime())
                    .convertTo(TimeUnit.MILLISECONDS);
    int forks = Math.max(1, asked.getForkCount().orElse(timing.forks()));
    this.caseSeconds = forks * (FORK_SECONDS + (warmup + measurement) / 1e3);
  }

  /** Tells that {@code planned} begins. */
  void begin(Planned planned) {
    terminal
        .err()
        .printf(
            "[%d of %d, %s left] %s%n",
            ended + 1,
            total,
            ProgressLine.duration((total - ended) * perCase()),
            planned.point().tag());
    terminal.err().flush();
  }

  /** Counts the case that began last as ended. */
  void end() {
    ended++;
  }

  /** What a case takes: as planned at first, then as it was so far. */
  private double perCase() {
    return ended == 0 ? caseSeconds : watch.seconds() / ended;
  }
}
