package io.github.widthbench.cli;

import io.github.widthbench.gate.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Which benchmarks a gate measures, how, and for how long. */
final class SuiteArguments {

  private static final double SECONDS_OF_A_MINUTE = 60;

  @Option(
      names = "--benchmarks",
      paramLabel = "REGEX",
      defaultValue = "DescentBenchmark.step$",
      description = "Benchmarks to measure, as JMH takes them (default: ${DEFAULT-VALUE}).")
  private String benchmarks = "";

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUES",
      description = "Values of a JMH parameter, such as -p width=256,4096.")
  private Map<String, String> params = new TreeMap<>();

  @Option(
      names = "--warmup",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "Warm-up of a fork (default: ${DEFAULT-VALUE}).")
  private double warmup;

  @Option(
      names = "--measure",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description = "Measured time of a fork (default: ${DEFAULT-VALUE}).")
  private double measured;

  @Option(
      names = "--budget",
      paramLabel = "MINUTES",
      defaultValue = "20",
      description = "Time for measuring (default: ${DEFAULT-VALUE}).")
  private double budgetMinutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the order of forks, and of resampling (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where forks are kept (default: runs).")
  private Path out = Path.of("runs");

  Suite suite() {
    return new Suite(List.of(benchmarks), new TreeMap<>(params), warmup, measured);
  }

  double budgetSeconds() {
    return SECONDS_OF_A_MINUTE * budgetMinutes;
  }

  long seed() {
    return seed;
  }

  Path out() {
    return out;
  }
}
