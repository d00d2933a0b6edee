package io.github.widthbench.experiment.electrodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.electrodynamics.potential.Harmonic;
import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import io.github.widthbench.experiment.electrodynamics.potential.Radial;
import io.github.widthbench.experiment.electrodynamics.potential.Relu;
import io.github.widthbench.experiment.electrodynamics.potential.Yukawa;
import io.github.widthbench.experiment.electrodynamics.potential.Zonal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses, forces, traces and times of small systems whose values are known. */
class ChargesGoldenTest {
  private static final double EXACT = 1e-14;
  private static final Neurons AXES = unit(new double[][] {{1, 0}, {0, 1}});
  private static final Neurons PAIR = unit(new double[][] {{0.6, 0.8}, {0.5, -0.5}});

  @Test
  void loss_ofTwoRelus_isTheGolden() {
    assertThat(new Population(new Relu(2), AXES).value(PAIR))
        .isCloseTo(0.172666356141260, within(EXACT));
  }

  @Test
  void loss_ofTwoSigns_isTheGolden() {
    assertThat(new Population(sign(), AXES).value(PAIR)).isCloseTo(1.81933105879653, within(EXACT));
  }

  @Test
  void loss_onTheCircle_isTheGolden() {
    assertThat(new Population(sign(), circle(0, 1)).value(circle(0.2, 1.5)))
        .isCloseTo(2.8 / Math.PI, within(EXACT));
  }

  @Test
  void antipodalElectrons_areASpuriousState_withoutForce() {
    Population loss = new Population(sign(), circle(0, 1));
    Neurons state = circle(0.5, 0.5 + Math.PI);
    assertThat(loss.value(state)).isCloseTo(4 - 4 / Math.PI, within(EXACT));
    Landscape landscape = new Landscape(loss, true, false);
    assertThat(landscape.gradient(state).norm()).isLessThan(1e-14);
    Matching matching = Matching.of(state, loss.protons(), sign().symmetry(), 0.01);
    assertThat(matching.learned()).isZero();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      StopPoint stop =
          StopPoint.of(
              landscape,
              state,
              new StopPoint.Frame(matching, 2, true, sign().symmetry(), 0.01),
              backend.eigenSolver());
      assertThat(stop.kind()).isEqualTo(StopPoint.Kind.MERGED);
      assertThat(stop.antipodal()).isEqualTo(1);
    }
  }

  @Test
  void energyOfThreeOrthonormalRelus_isTheGolden() {
    Neurons teacher = unit(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    double energy = new Population(new Relu(3), teacher).value(teacher.first(0));
    assertThat(energy).isCloseTo(2.45492965855137, within(EXACT));
    assertThat(energy).isCloseTo(1.5 + 3 / Math.PI, within(EXACT));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.864664716763387",
    "0.5, 1.26424111765712",
    "1, 0.864664716763387",
    "-0.3, 1.70888063204521"
  })
  void oneElectronOnTheLine_withItsBestCharge_hasTheGoldenLoss(double theta, double expected) {
    Population loss =
        new Population(new Radial(new Harmonic(1, 1)), unit(new double[][] {{0}, {1}}));
    Neurons electron = best(loss, unit(new double[][] {{theta}}));
    assertThat(loss.value(electron)).isCloseTo(expected, within(EXACT));
    double pull = loss.attraction(new double[] {theta});
    assertThat(expected).isCloseTo(2 + 2 / Math.E - pull * pull, within(EXACT));
  }

  @Test
  void electronBetweenTwoProtons_hasTheGoldenTrace() {
    Population loss =
        new Population(
            new Radial(new Yukawa(1, 0.1)), unit(new double[][] {{1, 0, 0}, {-1, 0, 0}}));
    Neurons electron = best(loss, unit(new double[][] {{0, 0.5, 0}}));
    double a = electron.a()[0];
    assertThat(a).isCloseTo(0.0647399006310723, within(EXACT));
    assertThat(loss.value(electron)).isCloseTo(2.01079054775877, within(EXACT));
    assertThat(loss.trace(electron, 0)).isCloseTo(-0.00838250946744223, within(EXACT));
    Landscape landscape = new Landscape(loss, false, false);
    double measured = new Curvature(landscape, electron).trace(0, 1e-3);
    assertThat(measured).isCloseTo(-2 * a * a, within(1e-8 * 2 * a * a));
    assertThat(Earnshaw.of(loss, landscape, electron).residual()).isLessThan(1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.685942070926072",
    "2, 0.755641253205074",
    "3, 1.71012883845684",
    "4, 6.55066013277538"
  })
  void flowTime_isTheGolden(int degree, double expected) {
    assertThat(HittingTime.of(new Zonal.Power(degree), 0.1, 0.9))
        .isCloseTo(expected, within(EXACT * 10));
  }

  @Test
  void signFlow_closesAGapOfOne_inAQuarterOfPi() {
    assertThat(HittingTime.of(new Zonal.Sign(), Math.cos(1), Math.cos(0)))
        .isCloseTo(0.785398163397448, within(EXACT));
    Landscape landscape = new Landscape(new Population(sign(), circle(0)), true, false);
    Neurons now = circle(1);
    int steps = 0;
    double rate = 1e-3;
    while (landscape.value(now) > 4 / Math.PI * rate * 4 / Math.PI) {
      now = landscape.move(now, landscape.gradient(now), rate);
      steps++;
    }
    assertThat(steps * rate).isCloseTo(Math.PI / 4, within(2 * rate));
  }

  private static Neurons best(Population loss, Neurons electrons) {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return BestResponse.at(loss, electrons, backend.eigenSolver());
    }
  }

  private static Potential sign() {
    return new Zonal(new Zonal.Sign(), 2);
  }

  private static Neurons circle(double... angles) {
    return unit(
        Arrays.stream(angles)
            .mapToObj(angle -> new double[] {Math.cos(angle), Math.sin(angle)})
            .toArray(double[][]::new));
  }

  private static Neurons unit(double[][] places) {
    double[] charges = new double[places.length];
    Arrays.fill(charges, 1);
    return new Neurons(places, charges);
  }
}
