package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergingTest {
  private static final double[][] POINTS = {{0.3, -1.2}, {1.5, 0.4}, {-0.7, 0.9}};

  /** Neurons 0, 1 and 3 are one up to a sign, neuron 2 is another. */
  private static final Layers DUPLICATED =
      new Layers(
          List.of(
              new double[][] {{1, 2}, {1, 2}, {2, -1}, {-1, -2}},
              new double[][] {{0.5, 0.2, -0.3, 0.1}, {-1, -0.4, 0.6, -0.2}},
              new double[][] {{0.7, -0.9}}),
          Activation.TANH);

  @Test
  void of_duplicatedNeurons_isTheSameFunctionOfFewer() {
    Layers small = Merging.of(DUPLICATED, 0.99);
    // the rows (0.5+0.2−0.1, −0.3) and −2 times it point the same way, but differ in length
    assertThat(small.hiddenSizes()).containsExactly(2, 1);
    Layers first =
        Merging.of(
            new Layers(
                List.of(DUPLICATED.matrices().getFirst(), new double[][] {{0.5, 0.2, -0.3, 0.1}}),
                Activation.TANH),
            0.99);
    assertThat(first.hiddenSizes()).containsExactly(2);
    double[] whole =
        new Layers(
                List.of(DUPLICATED.matrices().getFirst(), new double[][] {{0.5, 0.2, -0.3, 0.1}}),
                Activation.TANH)
            .outputs(POINTS);
    assertThat(first.outputs(POINTS)).containsExactly(whole, within(1e-15));
  }

  @Test
  void of_linearNetwork_isTheSameFunctionWhateverTheLengths() {
    Layers linear = new Layers(DUPLICATED.matrices(), null);
    Layers small = Merging.of(linear, 0.99);
    assertThat(small.hiddenSizes()).containsExactly(2, 1);
    assertThat(small.weightCount()).isEqualTo(2 * 2 + 2 + 1);
    assertThat(small.outputs(POINTS)).containsExactly(linear.outputs(POINTS), within(1e-14));
  }

  @Test
  void of_neuronsThatAreNotOdd_keepsOppositeOnesApart() {
    Layers relu = new Layers(DUPLICATED.matrices(), Activation.RELU);
    assertThat(Merging.of(relu, 0.99).matrices().getFirst()).hasNumberOfRows(3);
  }

  @Test
  void directions_countsWhatCarriesTheShare() {
    double[][] rows = {{10, 0}, {-5, 0.01}, {0, 0.1}};
    assertThat(Merging.directions(rows, 0.99, 0.99, Activation.TANH)).isEqualTo(1);
    assertThat(Merging.directions(rows, 0.99, 0.99, Activation.RELU)).isEqualTo(2);
    assertThat(Merging.directions(rows, 0.99, 1, Activation.TANH)).isEqualTo(2);
  }

  @Test
  void layers_thatDoNotFit_areRefused() {
    assertThatThrownBy(
            () -> new Layers(List.of(new double[2][3], new double[1][3]), Activation.TANH))
        .hasMessageContaining("takes 3 numbers, the one before gives 2");
  }

  @Test
  void layers_fromAnArrayAndBack_areTheSame() {
    double[] weights = DUPLICATED.toArray();
    Layers read = Layers.of(List.of(2, 4, 2, 1), weights, Activation.TANH);
    assertThat(read.toArray()).containsExactly(weights);
    assertThat(read.outputs(POINTS)).containsExactly(DUPLICATED.outputs(POINTS));
  }
}
