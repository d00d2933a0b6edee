package io.github.widthbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, if only once and in this process. */
class SuiteTest {

  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  private static final OutputFormat SILENT =
      OutputFormatFactory.createFormatInstance(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          VerboseMode.SILENT);

  @BeforeEach
  void runBesideOthers() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterEach
  void runAlone() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void everyBenchmark_onceInThisProcess_hasAResult() throws RunnerException {
    Collection<RunResult> results =
        new Runner(tiny("Benchmark").mode(Mode.SingleShotTime).build(), SILENT).run();

    Set<String> listed =
        BenchmarkList.defaultList().find(SILENT, List.of(), List.of()).stream()
            .map(BenchmarkListEntry::getUsername)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(results).map(result -> result.getParams().getBenchmark()).hasSameElementsAs(listed);
  }

  @Test
  void stepForwardGramAndEigen_inEveryMode_haveRatesWithTheirUnits() throws RunnerException {
    for (Mode mode :
        new Mode[] {Mode.AverageTime, Mode.Throughput, Mode.SampleTime, Mode.SingleShotTime}) {
      Collection<RunResult> results =
          new Runner(tiny("(Descent|Forward|Gram|Eigen).*").mode(mode).build(), SILENT).run();

      for (RunResult result : results) {
        String name = mode + " " + result.getParams().getBenchmark();
        assertThat(unit(result, "throughput")).as(name).isEqualTo("GFLOP/s");
        assertThat(unit(result, "bandwidth")).as(name).isEqualTo("GB/s");
        assertThat(unit(result, "flops")).as(name).isEqualTo("flop/op");
        assertThat(rateOfModel(result, mode)).as(name).isBetween(0.99, 1.01);
      }
    }
  }

  /** The throughput found over that which flops and score imply. */
  private static double rateOfModel(RunResult result, Mode mode) {
    double score = result.getPrimaryResult().getScore();
    double microsPerOperation = mode == Mode.Throughput ? 1 / score : score;
    double flops = secondary(result, "flops").getScore();
    return secondary(result, "throughput").getScore() * microsPerOperation * 1e3 / flops;
  }

  private static String unit(RunResult result, String name) {
    return secondary(result, name).getScoreUnit();
  }

  private static Result<?> secondary(RunResult result, String name) {
    String what = name + " of " + result.getParams().getBenchmark();
    return Objects.requireNonNull(result.getSecondaryResults().get(name), what);
  }

  private static ChainedOptionsBuilder tiny(String pattern) {
    return new OptionsBuilder()
        .include(pattern)
        .addProfiler(WorkProfiler.class)
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(5))
        .shouldFailOnError(true)
        .param("width", "16")
        .param("sampleCount", "4")
        .param("inputDim", "2")
        .param("replicas", "2");
  }
}
