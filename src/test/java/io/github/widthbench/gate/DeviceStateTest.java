package io.github.widthbench.gate;

import static io.github.widthbench.gate.SampleForks.STEP;
import static io.github.widthbench.gate.SampleForks.onDevice;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Difference;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeviceStateTest {

  private static final double POWER_CAP = 0x4;
  private static final double HARDWARE_THERMAL = 0x40;

  @Test
  void differences_clocksFurtherApartThanThreePercent_areATableLine() {
    assertThat(differences(forks(1980, 0), forks(1930, 0))).isEmpty();
    assertThat(differences(forks(1980, 0), forks(1410, 0)))
        .containsExactly(new Difference("clock of " + STEP.label(), "1980 MHz", "1410 MHz"));
    assertThat(differences(forks(1410, 0), forks(1980, 0))).hasSize(1);
  }

  @Test
  void differences_oneSideSlowedDown_areATableLine() {
    assertThat(differences(forks(1980, 0), forks(1980, HARDWARE_THERMAL)))
        .containsExactly(new Difference("slowdown of " + STEP.label(), "none", "hardware thermal"));
    assertThat(differences(forks(1980, POWER_CAP), forks(1980, POWER_CAP))).isEmpty();
    assertThat(differences(forks(1980, 1), forks(1980, 2))).as("idle, clocks set").isEmpty();
  }

  @Test
  void differences_aFewForksSlowedDown_areACautionOnly() {
    List<Fork> few =
        Stream.concat(forks(1980, 0).stream(), forks(1980, 4).stream().limit(3)).toList();

    assertThat(differences(few, few)).isEmpty();
    assertThat(DeviceState.cautions(few))
        .containsExactly(
            STEP.label() + ": the device was slowed down (power cap) in 3 of 15 forks");
    assertThat(DeviceState.cautions(forks(1980, 0))).isEmpty();
  }

  @Test
  void cautions_aDeviceThatNobodyWatched_areSaid() {
    TreeMap<String, List<Double>> silent = new TreeMap<>(Map.of("launches", List.of(3.0)));
    Fork device = new Fork(STEP, "avgt", "us/op", List.of(20.0), silent);

    assertThat(DeviceState.cautions(List.of(device)))
        .containsExactly(STEP.label() + ": nobody says whether the device was slowed down");
    assertThat(DeviceState.cautions(List.of(SampleForks.fork(STEP, 20.0)))).as("a host").isEmpty();
  }

  /** Without the check it is the clearest of regressions. */
  @Test
  void judge_aCandidateAtALowerClock_isNotGateableHoweverSlow() {
    TimedGate gate = new TimedGate(new Rules(0.05, 0.01, 1), Map.of(STEP.label(), 0.02));

    Timed verdict =
        gate.judge(List.of(new PairedForks(STEP, forks(1980, 0), forks(1410, 0)))).getFirst();

    assertThat(verdict.decision()).isEqualTo(Decision.NOT_GATEABLE);
    assertThat(verdict.reason())
        .isEqualTo("not comparable: the device's 1980 MHz against 1410 MHz");
    assertThat(gate.judge(List.of(new PairedForks(STEP, forks(1980, 0), slower()))).getFirst())
        .extracting(Timed::decision)
        .isEqualTo(Decision.REGRESSED);
  }

  private static List<Difference> differences(List<Fork> before, List<Fork> after) {
    return DeviceState.differences(new PairedForks(STEP, before, after));
  }

  /** Twelve, the slower the lower the clock. */
  private static List<Fork> forks(double megahertz, double slowdowns) {
    return IntStream.range(0, 12)
        .mapToObj(i -> onDevice(STEP, 20 * 1980 / megahertz + 0.01 * (i % 3), megahertz, slowdowns))
        .toList();
  }

  private static List<Fork> slower() {
    return IntStream.range(0, 12).mapToObj(i -> onDevice(STEP, 28 + 0.01 * i, 1980, 0)).toList();
  }
}
