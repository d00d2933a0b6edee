package io.github.widthbench.gate;

import static io.github.widthbench.gate.SampleForks.STEP;
import static io.github.widthbench.gate.SampleForks.pairs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimedGateTest {

  private static final Rules RULES = new Rules(0.05, 0.01, 3);
  private static final TimedGate QUIET = new TimedGate(RULES, Map.of(STEP.label(), 0.02));

  @Test
  void judge_clearCases_areDecided() {
    Random random = new Random(1);

    Timed same = judge(QUIET, pairs(STEP, 12, 0, 0.01, random));
    Timed slower = judge(QUIET, pairs(STEP, 12, 0.12, 0.01, random));
    Timed between = judge(QUIET, pairs(STEP, 12, 0.05, 0.01, random));

    assertThat(same.decision()).isEqualTo(Decision.PASS);
    assertThat(slower.decision()).isEqualTo(Decision.REGRESSED);
    assertThat(slower.change()).isCloseTo(0.12, within(0.02));
    assertThat(slower.p()).isEqualTo(1 / 4096.0);
    assertThat(between.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(between.reason()).isEqualTo("neither above nor below 5.0 % is shown");
  }

  @Test
  void judge_higherIsBetter_slowerIsLessThroughput() {
    Benchmark rate = SampleForks.benchmark("rate");
    List<Fork> before = throughput(rate, 100);
    List<Fork> after = throughput(rate, 80);
    TimedGate gate = new TimedGate(RULES, Map.of());

    assertThat(judge(gate, new PairedForks(rate, before, after)).decision())
        .isEqualTo(Decision.REGRESSED);
    assertThat(judge(gate, new PairedForks(rate, after, before)).decision())
        .isEqualTo(Decision.PASS);
  }

  @Test
  void judge_tooFewPairsToReject_isUndecidedHoweverSlow() {
    Timed verdict = judge(QUIET, pairs(STEP, 8, 0.5, 0.001, new Random(1)));

    assertThat(verdict.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(verdict.reason())
        .isEqualTo("8 pairs of forks cannot reject at 0.01 for 1 benchmarks in 3 looks; 9 can");
  }

  @Test
  void judge_wideNoise_isNotGateable() {
    TimedGate noisy = new TimedGate(RULES, Map.of(STEP.label(), 0.16));

    Timed verdict = judge(noisy, pairs(STEP, 12, 0, 0.01, new Random(1)));

    assertThat(verdict.decision()).isEqualTo(Decision.NOT_GATEABLE);
    assertThat(verdict.reason()).contains("16.0 %", "10.0 %");
  }

  @Test
  void limit_isAboveTheNoiseOfAnEstimate() {
    assertThat(RULES.limit(0.02, 12)).isEqualTo(0.05);
    assertThat(RULES.limit(0.09, 12)).isCloseTo(2.4 * 0.09 / Math.sqrt(12), within(1e-12)); // 6.2 %
    assertThat(RULES.limit(0.09, 24)).isEqualTo(0.05);

    PairedForks slower = pairs(STEP, 12, 0.055, 0.001, new Random(1));
    assertThat(judge(QUIET, slower).decision()).isEqualTo(Decision.REGRESSED);
    assertThat(judge(new TimedGate(RULES, Map.of(STEP.label(), 0.09)), slower).decision())
        .isEqualTo(Decision.PASS);
  }

  @Test
  void pairsAt_anyNumberOfBenchmarks_canReject() {
    for (int benchmarks : new int[] {1, 8, 13, 14, 100, 1000}) {
      int first = RULES.pairsAt(0, benchmarks);
      assertThat(RULES.canReject(first, benchmarks)).isTrue();
      assertThat(first).isEven().isGreaterThanOrEqualTo(12);
      assertThat(RULES.pairsAt(2, benchmarks)).isEqualTo(4 * first);
    }
    assertThat(RULES.canReject(12, 14)).isFalse(); // 14 * 2^-12 is 0.0034, above 0.01 / 3
  }

  /** Exactly at the limit, where errors are likeliest: alpha is for all benchmarks of a look. */
  @Test
  void judge_slowdownOfTheLimit_alarmsNoOftenerThanAlphaAllows() {
    Random random = new Random(2);
    List<Benchmark> benchmarks =
        IntStream.range(0, 4).mapToObj(i -> SampleForks.benchmark("b" + i)).toList();
    TreeMap<String, Double> noise = new TreeMap<>();
    benchmarks.forEach(benchmark -> noise.put(benchmark.label(), 0.02));
    TimedGate gate = new TimedGate(new Rules(0.05, 0.05, 1), noise);
    int alarms = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      List<PairedForks> all =
          benchmarks.stream().map(b -> pairs(b, 12, 0.05, 0.02, random)).toList();
      alarms += gate.judge(all).stream().anyMatch(t -> t.decision() == Decision.REGRESSED) ? 1 : 0;
    }
    // Holm over four with 12 pairs: about 0.043; four standard errors
    assertThat((double) alarms / runs).isBetween(0.02, 0.062);
  }

  @Test
  void judge_slowdownOfTheLimit_passesNoOftenerThanItsLevel() {
    Random random = new Random(3);
    TimedGate gate = new TimedGate(new Rules(0.05, 0.01, 1), Map.of(STEP.label(), 0.02));
    int passed = 0;
    int runs = 4_000;
    for (int run = 0; run < runs; run++) {
      Timed verdict = judge(gate, pairs(STEP, 12, 0.05, 0.02, random));
      passed += verdict.decision() == Decision.PASS ? 1 : 0;
    }
    assertThat((double) passed / runs).isBetween(0.03, 0.06);
  }

  @Test
  void confirm_onlyOnce_isADoubtAndSaysSo() {
    Random random = new Random(4);
    Timed slower = judge(QUIET, pairs(STEP, 12, 0.12, 0.01, random));

    Timed again = QUIET.confirm(slower, pairs(STEP, 12, 0.12, 0.01, random));
    Timed gone = QUIET.confirm(slower, pairs(STEP, 12, 0, 0.01, random));

    assertThat(again.decision()).isEqualTo(Decision.REGRESSED);
    assertThat(again.confirmed()).isTrue();
    assertThat(gone.decision()).isEqualTo(Decision.UNDECIDED);
    assertThat(gone.reason()).contains("not seen again in 12 new pairs");
  }

  @Test
  void differences_disturbanceOfSomeIterationsOfBoth_leavesThemAsTheyAre() {
    Fork baseline = SampleForks.fork(STEP, 10.0, 10.0, 31.0, 29.0, 30.0);
    Fork candidate = SampleForks.fork(STEP, 11.0, 11.0, 34.1, 11.0, 33.0);

    double[] found = new PairedForks(STEP, List.of(baseline), List.of(candidate)).differences();

    assertThat(found).containsExactly(new double[] {Math.log(1.1)}, within(1e-9));
    assertThat(candidate.logCost() - baseline.logCost()).isLessThan(0); // medians are misled
  }

  @Test
  void noise_isHowFarPairsStrayFromTheMiddleOne() {
    PairedForks forks =
        new PairedForks(
            STEP,
            List.of(fork(10), fork(11), fork(50)),
            List.of(fork(20), fork(22 * 1.01), fork(100)));

    assertThat(forks.noise()).isCloseTo(0.01, within(1e-9));
    assertThat(forks.first(1).noise()).isNaN();
  }

  private static Fork fork(double microseconds) {
    return SampleForks.fork(STEP, microseconds);
  }

  private static Timed judge(TimedGate gate, PairedForks forks) {
    return gate.judge(List.of(forks)).getFirst();
  }

  private static List<Fork> throughput(Benchmark benchmark, double rate) {
    return IntStream.range(0, 14)
        .mapToObj(
            i -> new Fork(benchmark, "thrpt", "ops/s", List.of(rate + 0.1 * i), new TreeMap<>()))
        .toList();
  }
}
