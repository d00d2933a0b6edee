package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.math.Vectors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orthonormal weights of a graph. */
class OrthonormalStartTest {

  @Test
  void everyEdge_stretchesNoDirection_andHasTheScaleOfItsEdge() {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Dag dag = Dag.allSkips(List.of(3, 5, 5, 2), Activation.TANH, null);
      WeightScale scale = WeightScale.fanIn(1.5);
      DagWeights weights = DagWeights.orthonormal(backend.ops(), dag, Precision.FP64, scale, 7, 8);
      for (int e = 0; e < dag.edges().size(); e++) {
        int rows = weights.edge(e).shape().rows();
        int columns = weights.edge(e).shape().columns();
        double[] w = weights.edge(e).replicas(0, 1).toArray();
        assertThat(w).isNotEqualTo(weights.edge(e).replicas(1, 2).toArray());
        double deviation = scale.of(dag, dag.edges().get(e));
        double square = deviation * deviation * Math.max(rows, columns);
        double[][] shorter = rows <= columns ? rows(w, rows, columns) : columns(w, rows, columns);
        for (int i = 0; i < shorter.length; i++) {
          for (int j = 0; j < shorter.length; j++) {
            assertThat(Vectors.dot(shorter[i], shorter[j]))
                .isCloseTo(i == j ? square : 0, within(1e-13));
          }
        }
      }
      assertThat(weights.edge(0).replicas(0, 1).toArray()[0])
          .isNotEqualTo(weights.edge(1).replicas(0, 1).toArray()[0]);
    }
  }

  private static double[][] rows(double[] w, int rows, int columns) {
    double[][] all = new double[rows][];
    Arrays.setAll(all, i -> Arrays.copyOfRange(w, i * columns, (i + 1) * columns));
    return all;
  }

  private static double[][] columns(double[] w, int rows, int columns) {
    double[][] all = new double[columns][rows];
    for (int i = 0; i < rows * columns; i++) {
      all[i % columns][i / columns] = w[i];
    }
    return all;
  }
}
