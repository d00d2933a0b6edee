package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.GateRecord.Convergence;
import io.github.widthbench.results.GateRecord.Decision;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedGateTest {

  private static final SeedGate GATE = new SeedGate(new Rules(0.05, 0.01, 3));
  private static final int CAP = 1000;

  @Test
  void judge_equalSeedBySeed_saysNothing() {
    assertThat(GATE.judge(runs(20, i -> 100 + i), runs(20, i -> 100 + i))).isEmpty();
  }

  @Test
  void judge_slowerOnMostSeeds_regressesBySignedRank() {
    Convergence found = GATE.judge(runs(20, i -> 100 + i), runs(20, i -> 115 + i)).getFirst();

    assertThat(found.decision()).isEqualTo(Decision.REGRESSED);
    assertThat(found.method()).isEqualTo("signed-rank");
    assertThat(found.change()).isBetween(0.12, 0.15);
    assertThat(found.ended()).containsExactly(20, 20);
  }

  @Test
  void judge_changedByChance_passes() {
    Convergence found =
        GATE.judge(runs(20, i -> 100 + i), runs(20, i -> 100 + i + (i % 2 == 0 ? 3 : -3)))
            .getFirst();

    assertThat(found.decision()).isEqualTo(Decision.PASS);
  }

  @Test
  void judge_someStoppedBefore_countThemByLogRank() {
    Convergence found =
        GATE.judge(runs(20, i -> 100 + i), runs(20, i -> i < 14 ? CAP : 100 + i)).getFirst();

    assertThat(found.decision()).isEqualTo(Decision.REGRESSED);
    assertThat(found.method()).isEqualTo("log-rank");
    assertThat(found.ended()).containsExactly(20, 6);
    assertThat(found.success()).isLessThan(1e-4);
    assertThat(found.change()).isZero(); // of those that converged on both sides
  }

  @Test
  void judge_threeSeeds_cannotBeGated() {
    assertThat(GATE.judge(runs(3, i -> 100), runs(3, i -> 900)).getFirst().decision())
        .isEqualTo(Decision.NOT_GATEABLE);
  }

  private static List<SeedRun> runs(int seeds, IntToDoubleFunction iterations) {
    return IntStream.range(0, seeds)
        .mapToObj(i ->
            new SeedRun(
                "s/width=64", i, iterations.applyAsDouble(i), iterations.applyAsDouble(i) < CAP))
        .toList();
  }
}
