package io.github.widthbench.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.pilot.Growth.Sample;
import io.github.widthbench.pilot.Growth.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {

  private static final List<Shape> ALL = List.of(Shape.values());

  @Test
  void at_lawThatComesToRest_isToldFarBeyondItsWidths() {
    Estimate far = growth(m -> 150 * Math.exp(8 / m), 0.02, 1).at("one", 4096, 1);

    assertThat(far.value()).isCloseTo(150, within(15.0));
    assertThat(far.holds(150)).isTrue();
  }

  @Test
  void at_powerLaw_isToldFarBeyondItsWidths() {
    Estimate far = growth(m -> 3 * Math.sqrt(m), 0.02, 2).at("one", 4096, 1);

    assertThat(far.value()).isCloseTo(192, within(30.0));
    assertThat(far.low()).isGreaterThan(100);
  }

  @Test
  void at_fartherAndNoisier_isLessCertain() {
    Growth calm = growth(m -> 3 * Math.sqrt(m), 0.02, 3);
    Growth noisy = growth(m -> 3 * Math.sqrt(m), 0.3, 3);

    assertThat(reach(calm.at("one", 1024, 1))).isGreaterThan(reach(calm.at("one", 64, 1)));
    assertThat(reach(noisy.at("one", 64, 1))).isGreaterThan(3 * reach(calm.at("one", 64, 1)));
    assertThat(reach(noisy.at("one", 64, 100))).isLessThan(reach(noisy.at("one", 64, 1)));
  }

  @Test
  void at_oneWidth_isThatOfItsSeeds() {
    List<Sample> samples =
        List.of(new Sample("a", 8, 90), new Sample("a", 8, 100), new Sample("a", 8, 110));

    assertThat(Growth.of(samples, ALL).at("a", 8, 1).value()).isCloseTo(99.7, within(0.5));
  }

  @Test
  void at_settingWithoutSamples_coversTheOthers() {
    List<Sample> samples =
        List.of(
            new Sample("a", 8, 10),
            new Sample("a", 16, 10),
            new Sample("b", 8, 40),
            new Sample("b", 16, 40));
    Estimate other = Growth.of(samples, ALL).at("c", 16, 1);

    assertThat(other.holds(10) && other.holds(40)).isTrue();
  }

  @Test
  void of_tooFewSamples_isNotKnown() {
    assertThat(Growth.of(List.of(new Sample("a", 8, 10)), ALL).isKnown()).isFalse();
    assertThat(Growth.of(List.of(), ALL).isKnown()).isFalse();
  }

  /** The stated coverage, where one of the shapes is the truth. */
  @Test
  void at_truthOfEachShape_isInTheIntervalNineTimesOfTen() {
    List<DoubleUnaryOperator> truths =
        List.of(
            m -> 100,
            m -> 100 * Math.exp(5 / m),
            m -> 100 * Math.exp(2 / Math.sqrt(m)),
            m -> 9 * Math.sqrt(m));
    int held = 0;
    for (int trial = 0; trial < 400; trial++) {
      DoubleUnaryOperator truth = truths.get(trial % truths.size());
      Random random = new Random(1000 + trial);
      double next = truth.applyAsDouble(512) * Math.exp(0.1 * random.nextGaussian());
      held += growth(truth, 0.1, trial).at("one", 512, 1).holds(next) ? 1 : 0;
    }
    assertThat(held).isGreaterThanOrEqualTo(360);
  }

  /** Ten seeds at 16, 32 and 64. */
  private static Growth growth(DoubleUnaryOperator law, double noise, long seed) {
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    for (double width : new double[] {16, 32, 64}) {
      for (int i = 0; i < 10; i++) {
        double value = law.applyAsDouble(width) * Math.exp(noise * random.nextGaussian());
        samples.add(new Sample("one", width, value));
      }
    }
    return Growth.of(samples, ALL);
  }

  private static double reach(Estimate estimate) {
    return Math.log(estimate.high() / estimate.low());
  }
}
