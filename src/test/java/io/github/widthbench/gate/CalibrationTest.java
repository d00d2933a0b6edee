package io.github.widthbench.gate;

import static io.github.widthbench.gate.SampleForks.bench;
import static io.github.widthbench.gate.SampleForks.benchmark;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.gate.CalibrationSeries.Pair;
import io.github.widthbench.results.GateCalibration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {

  private static final List<Benchmark> BENCHMARKS = List.of(benchmark("one"), benchmark("two"));
  private static final Rules RULES = new Rules(0.05, 0.01, 3);
  private static final int ROUNDS = 40;

  @TempDir private Path folder;
  private int opened;

  @Test
  void same_quietForks_neverAlarmWhereCommonRulesDo() {
    GateCalibration.Same same = calibrator(0.02).same(RULES);

    assertThat(same.alarms().count()).isZero();
    assertThat(same.alarms().of()).isEqualTo(300);
    assertThat(same.undecided().count()).isLessThanOrEqualTo(15);
    assertThat(same.fixedRule().count()).isBetween(3, 60);
    assertThat(same.independent()).isEqualTo(2 * (ROUNDS / 12));
    assertThat(same.alarms().exact()).isBetween(0.35, 0.45); // none of 6
  }

  @Test
  void slowed_tenPercentInQuietForks_isFoundAndFivePercentIsNot() {
    GateCalibration.Injected found = calibrator(0.008).slowed(0.1, RULES);
    GateCalibration.Injected below = calibrator(0.008).slowed(0.06, new Rules(0.06, 0.01, 3));

    assertThat(found.found().count()).isGreaterThanOrEqualTo(57);
    assertThat(found.found().bootstrap()).isGreaterThan(0.9);
    assertThat(below.found().count()).isLessThanOrEqualTo(3);
  }

  @Test
  void noise_wideForks_areNotGateable() {
    assertThat(calibrator(0.2).noise()).allMatch(noise -> !noise.gateable());
    assertThat(calibrator(0.2).same(RULES).alarms().of()).isZero();
  }

  @Test
  void record_everyRound_hasTwoPlainForksAndOneOfEachSlowdown() {
    List<String> order = new ArrayList<>();
    try (PairJournal journal = journal()) {
      series(journal, 0.01).record(BENCHMARKS, 2, 60);
      journal.forks().keySet().forEach(place -> order.add(place.series()));
    }

    assertThat(order)
        .containsExactly(
            "0.06", "0.1", "same 0", "same 1", "same 0", "same 1", "0.06", "0.1", "same 0",
            "same 1", "same 0", "same 1");
  }

  @Test
  void parsed_listingOfJmh_isEveryCombination() {
    String listing =
        """
        Benchmarks:\s
        a.b.StepBenchmark.step
          param "width" = {256, 4096}
          param "precision" = {fp64, fp32}
        a.b.Plain.run
        """;

    assertThat(BuildBench.parsed(listing))
        .extracting(Benchmark::label)
        .containsExactly(
            "StepBenchmark.step precision=fp64,width=256",
            "StepBenchmark.step precision=fp32,width=256",
            "StepBenchmark.step precision=fp64,width=4096",
            "StepBenchmark.step precision=fp32,width=4096",
            "Plain.run");
  }

  /** Series of forks whose logarithms have deviation {@code noise}. */
  private GateCalibrator calibrator(double noise) {
    try (PairJournal journal = journal()) {
      series(journal, noise).record(BENCHMARKS, ROUNDS, 60);
      Map<Benchmark, List<Pair>> same = new LinkedHashMap<>();
      BENCHMARKS.forEach(b -> same.put(b, CalibrationSeries.pairs(journal, b, "same")));
      Map<Double, List<Pair>> slowed = new LinkedHashMap<>();
      for (double size : GateCalibrator.SLOWDOWNS) {
        slowed.put(
            size, CalibrationSeries.pairs(journal, BENCHMARKS.getFirst(), String.valueOf(size)));
      }
      return new GateCalibrator(same, slowed, 10, 1);
    }
  }

  private PairJournal journal() {
    opened++;
    return PairJournal.open(folder.resolve("series" + opened + ".jsonl"), new TreeMap<>(), _ -> {});
  }

  private static CalibrationSeries series(PairJournal journal, double noise) {
    Map<Double, Bench> slowed = new LinkedHashMap<>();
    GateCalibrator.SLOWDOWNS.forEach(
        size -> slowed.put(size, bench(20 * (1 + size), noise, BENCHMARKS, random(size))));
    return new CalibrationSeries(
        bench(20, noise, BENCHMARKS, random(0)), slowed, journal, SampleForks.UNWATCHED);
  }

  /** One a build: builds are measured at once. */
  private static Random random(double size) {
    return new Random(5 + Math.round(1000 * size));
  }
}
