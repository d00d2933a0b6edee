package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.training.DormandPrince;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blow-up times against quadrature to thirty digits, and the vector case inside the cone. */
class BlowUpGoldenTest {
  private static final Chain SCALAR = new Chain(List.of(1, 1, 1, 1));
  static final Chain CHAIN = new Chain(List.of(1, 3, 2, 1));

  /** c, B row by row, a. */
  static final double[] V = {.25, .35, .15, .1, .4, .3, .2, .1, .5, .3, .2};

  private static final double T = 2.0875186740381;

  @ParameterizedTest
  @CsvSource({
    ".3, .5, .7, 2.0218350255244562606",
    "0, .5, .7, 2.6364640605294967037",
    "-.3, .5, .7, 4.1432395166718756369",
    ".2, .2, .5, 3.419036239154822167",
    ".1, .1, .1, 10"
  })
  void scalarChain_blowsUpAtTheEllipticIntegral_byFormulaAndByIntegration(
      double a, double b, double c, double golden) {
    assertThat(ScalarBlowUp.time(a, b, c)).isCloseTo(golden, within(4e-15 * golden));
    double[] theta = {c, b, a};
    assertThat(ScalarBlowUp.time(SCALAR, theta)).hasValueCloseTo(golden, within(4e-15 * golden));
    BlowUp blowUp = blowUp(SCALAR, theta);
    assertThat(blowUp.isClosed()).isTrue();
    assertThat(blowUp.lower()).isCloseTo(golden, within(1e-12));
    assertThat(blowUp.upper()).isCloseTo(golden, within(1e-12));
  }

  @Test
  void exceptionalStarts_neverBlowUp() {
    assertThat(ScalarBlowUp.time(-.2, .2, .5)).isInfinite();
    assertThat(ScalarBlowUp.time(0, 0, .5)).isInfinite();
    BlowUp blowUp = blowUp(SCALAR, new double[] {.5, .2, -.2});
    assertThat(blowUp.isClosed()).isFalse();
    assertThat(blowUp.upper()).isInfinite();
  }

  @Test
  void vectorCase_hasTheGoldenBracketTimeAndLimits() {
    double rho = Chain.rho(V);
    double energy = CHAIN.energy(V);
    assertThat(rho).isCloseTo(.8975, within(1e-15));
    assertThat(energy).isCloseTo(.095, within(1e-15));
    assertThat(CHAIN.leastTime(rho)).isCloseTo(1.8282829060080157, within(1e-14));
    assertThat(CHAIN.mostTime(rho, energy)).isCloseTo(3.1491228070175437, within(1e-14));
    BlowUp blowUp = blowUp(CHAIN, V);
    assertThat(blowUp.lower()).isCloseTo(T, within(1e-12));
    assertThat(blowUp.upper()).isCloseTo(T, within(1e-12));
    assertThat(blowUp.coneEntry()).hasValue(0);
    assertThat(blowUp.coneLoss()).isLessThan(Cone.ROUNDING);
    double[] limit = blowUp.direction();
    assertThat(unit(Arrays.copyOfRange(limit, 9, 11)))
        .containsExactly(new double[] {.78211814, .62313017}, within(5e-9));
    assertThat(unit(Arrays.copyOf(limit, 3)))
        .containsExactly(new double[] {.40871867, .66357788, .62658874}, within(5e-9));
    assertThat(CHAIN.kappa(limit)).isCloseTo(0.192450089729875, within(1e-10));
    assertThat(CHAIN.largestKappa()).isCloseTo(0.192450089729875, within(1e-15));
  }

  /** Turning a pair (b_i, c_i) is a symmetry, and so is in the cone what was. */
  @Test
  void vectorCase_withAPairTurned_isAsDeepInTheCone() {
    double[] turned = V.clone();
    for (int i : new int[] {1, 4, 7}) {
      turned[i] = -turned[i];
    }
    assertThat(Cone.depth(CHAIN, turned)).isEqualTo(Cone.depth(CHAIN, V)).isPositive();
    assertThat(blowUp(CHAIN, turned).time()).isCloseTo(T, within(1e-12));
  }

  @Test
  void vectorCase_atNineTenths_hasTheGoldenState() {
    double[] theta = at(.9 * T);
    double rho = Chain.rho(theta);
    double energy = CHAIN.energy(theta);
    assertThat(Math.sqrt(rho)).isCloseTo(8.302039574427, within(1e-10));
    assertThat(energy).isCloseTo(109.925144110, within(5e-9));
    assertThat(.9 * T + CHAIN.leastTime(rho)).isCloseTo(2.087396359895, within(1e-11));
    assertThat(.9 * T + CHAIN.mostTime(rho, energy)).isCloseTo(2.087769219604, within(1e-11));
    assertThat(CHAIN.drift(V, theta)).isLessThan(1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "0, .78086881, .86824314, 1.796726782026, .262773227142",
    ".5, .9025105, .95631808, 1.663016553350, .277291229956",
    ".9, .99485116, .99803201, 1.237813948170, .280762643032",
    ".99, .99994783, .99998021, 1.036440712951, .280794140919",
    ".999, .99999948, .9999998, 1.004957857986, .280794172532"
  })
  void vectorCase_condenses(double fraction, double cos1, double cos2, double rank, double second) {
    double[] theta = at(fraction * T);
    State state = new State(CHAIN, theta, new double[] {.2, .2, .2});
    assertThat(state.inputs().cosine(0)).isCloseTo(cos1, within(5e-9));
    assertThat(state.inputs().cosine(1)).isCloseTo(cos2, within(5e-9));
    // at .999 a rounding of T* to 13 decimals is 5e-11 of what is left of the time
    assertThat(state.singularValues(2).effectiveRank()).isCloseTo(rank, within(2e-11));
    assertThat(state.singularValues(2).values()[1]).isCloseTo(second, within(2e-11));
  }

  @Test
  void blowUpTime_isHomogeneousOfDegreeOneMinusTheDepth() {
    double[] tenth = Arrays.stream(V).map(v -> v / 10).toArray();
    assertThat(blowUp(CHAIN, tenth).time()).isCloseTo(10 * T, Percentage.withPercentage(1e-10));
    Chain four = new Chain(List.of(1, 1, 1, 1, 1));
    // x′ = x³ from x: 1/(2x²)
    assertThat(blowUp(four, new double[] {.1, .1, .1, .1}).time())
        .isCloseTo(50, Percentage.withPercentage(1e-10));
  }

  @Test
  void energyGradient_isThatOfDifferences() {
    double[] gradient = new double[V.length];
    CHAIN.energy(V, gradient);
    for (int i = 0; i < V.length; i++) {
      double[] up = V.clone();
      double[] down = V.clone();
      up[i] += 1e-4;
      down[i] -= 1e-4;
      assertThat(gradient[i])
          .isCloseTo((CHAIN.energy(up) - CHAIN.energy(down)) / 2e-4, within(1e-11));
    }
  }

  static double[] at(double time) {
    DormandPrince flow = new DormandPrince((y, slope) -> CHAIN.energy(y, slope), V, 1e-15);
    assertThat(flow.advance(time)).isTrue();
    return flow.state().clone();
  }

  private static double[] unit(double[] v) {
    Vectors.scale(1 / Vectors.norm(v), v);
    return v;
  }

  static BlowUp blowUp(Chain chain, double[] theta) {
    return BlowUp.of(chain, theta, 1e-14, 20_000, Watch.NONE);
  }
}
