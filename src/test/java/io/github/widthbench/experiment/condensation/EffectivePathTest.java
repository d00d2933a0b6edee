package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.condensation.EffectivePath.Point;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.spectrum.SingularValues;
import io.github.widthbench.training.DormandPrince;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectivePathTest {

  /** A chain too wide to be taken as it is moves as the whole one does. */
  @ParameterizedTest
  @CsvSource({"3, 0.2, 40, 33", "3, 3, 40, 33", "4, 0.2, 36, 20"})
  void wideChain_inItsFewDirections_movesAsAWhole(int depth, double middle, int wide, int less) {
    Chain chain = new Chain(depth == 3 ? List.of(1, wide, less, 1) : List.of(1, wide, less, 9, 1));
    double[] theta = new double[chain.count()];
    new Draws(7, Stream.WEIGHTS).normals(0, theta);
    for (int l = 1; l <= depth; l++) {
      double scale =
          (l == 1 || l == depth ? 1 : middle) / Math.sqrt(chain.rows(l) * chain.columns(l));
      for (int i = chain.offset(l); i < chain.offset(l + 1); i++) {
        theta[i] *= scale;
      }
    }
    EffectivePath path =
        new EffectivePath(new State(chain, theta, new double[wide]), 1e-13, 20_000, Watch.NONE);
    BlowUp whole = BlowUp.of(chain, theta, 1e-12, 20_000, Watch.NONE);
    assertThat(path.blowUp().time()).isCloseTo(whole.time(), Percentage.withPercentage(1e-8));
    double time = 0.9 * whole.time();
    Point point = path.at(List.of(time), Watch.NONE).firstEntry().getValue();
    DormandPrince flow = new DormandPrince((y, s) -> chain.energy(y, s), theta, 1e-14);
    flow.advance(time);
    assertThat(point.rho()).isCloseTo(Chain.rho(flow.state()), Percentage.withPercentage(1e-6));
    assertThat(path.state(point).theta()).containsExactly(flow.state(), within(1e-7));
    assertThat(path.inputs(point).cosine(3)).isEqualTo(Math.signum(path.inputs(point).along()[3]));
    assertThat(path.state(point).singularValues(2).values()[0])
        .isCloseTo(
            new State(chain, flow.state(), new double[wide]).singularValues(2).largest(),
            Percentage.withPercentage(1e-6));
  }

  @Test
  void twoLayerNeuron_hasTheGoldenState() {
    Neurons neuron = new Neurons(new double[] {.3}, new double[] {.2}).at(2);
    assertThat(neuron.a()[0]).isCloseTo(1.854030788894493, within(1e-14));
    assertThat(neuron.p()[0]).isCloseTo(1.840497260570832, within(1e-14));
    assertThat(new InputWeights(neuron.p(), new double[] {.4}).cosine(0))
        .isCloseTo(0.977188276378969, within(1e-14));
    assertThat(new Neurons(new double[] {.3}, new double[] {.2}).timeTo(neuron.energy()))
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void ranks_areThoseOfTheSheet() {
    SingularValues values = new SingularValues(new double[] {1, .5, .25}, 1e-10);
    assertThat(values.effectiveRank()).isCloseTo(2.600490005989660, within(1e-14));
    assertThat(values.stableRank()).isEqualTo(1.3125);
    assertThat(new SingularValues(new double[] {3, 0, 0}, 1e-10).effectiveRank()).isEqualTo(1);
  }
}
