package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.TwoLayers.Architecture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TwoLayersTest {

  @Test
  void weights_ofABlock_areThoseOfTheWhole() {
    for (Initialization initialization :
        new Initialization[] {
          new Initialization.Iid(1), new Initialization.Coupled(), new Initialization.Orthonormal()
        }) {
      int d = 3;
      double[] whole = new double[d * 20];
      initialization.weights(7, d, 0, 20, whole);
      double[] block = new double[d * 5];
      initialization.weights(7, d, 11, 5, block);
      for (int k = 0; k < d; k++) {
        for (int j = 0; j < 5; j++) {
          assertThat(block[k * 5 + j]).isEqualTo(whole[k * 20 + 11 + j]);
        }
      }
    }
  }

  @Test
  void orthonormal_groups_areOrthogonalAndAsLongAsGaussians() {
    int d = 4;
    double[] w = new double[d * d];
    new Initialization.Orthonormal().weights(3, d, 4, d, w);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double product = 0;
        for (int k = 0; k < d; k++) {
          product += w[k * d + i] * w[k * d + j];
        }
        assertThat(product).isCloseTo(i == j ? d : 0, within(1e-13));
      }
    }
  }

  @Test
  void movement_ofPairs_countsBothNeurons() {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Architecture architecture =
          new Architecture(Activation.EXP, 6, 2, 1, Double.POSITIVE_INFINITY, Precision.FP64);
      try (TwoLayers networks =
          TwoLayers.initialize(backend.ops(), architecture, new Initialization.Coupled(), 1, 2)) {
        assertThat(networks.movement(1)).isEqualTo(new TwoLayers.Movement(0, 0));
        double[] w = networks.batch().w().replicas(1, 2).toArray();
        w[0] += 0.3; // mean of pair 0, coordinate 0
        w[3] += 0.1; // its half difference
        networks.batch().w().replicas(1, 2).upload(w);
        TwoLayers.Movement moved = networks.movement(1);
        assertThat(moved.frobenius()).isCloseTo(Math.sqrt(0.16 + 0.04), within(1e-15));
        assertThat(moved.largest()).isCloseTo(0.4, within(1e-15));
        assertThat(networks.movement(0).frobenius()).isZero();
      }
    }
  }

  @Test
  void seeds_giveDifferentWeights_andTheSameAgain() {
    double[] first = new double[30];
    double[] again = new double[30];
    double[] other = new double[30];
    new Initialization.Iid(1).weights(1, 3, 0, 10, first);
    new Initialization.Iid(1).weights(1, 3, 0, 10, again);
    new Initialization.Iid(1).weights(2, 3, 0, 10, other);
    assertThat(again).containsExactly(first);
    assertThat(Arrays.equals(first, other)).isFalse();
  }
}
