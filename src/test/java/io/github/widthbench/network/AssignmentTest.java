package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AssignmentTest {

  @Test
  void cheapest_ofRandomCosts_isTheBestOfAll() {
    for (int seed = 0; seed < 60; seed++) {
      int rows = 1 + seed % 5;
      int columns = rows + seed % 3;
      double[][] cost = new double[rows][columns];
      Draws draws = new Draws(seed, Stream.POINTS);
      for (int i = 0; i < rows; i++) {
        draws.normals((long) i * columns, cost[i]);
      }
      int[] assigned = Assignment.cheapest(cost);
      assertThat(Arrays.stream(assigned).distinct().count()).isEqualTo(rows);
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += cost[i][assigned[i]];
      }
      assertThat(sum).isCloseTo(bestOf(cost, 0, new boolean[columns]), within(1e-12));
    }
  }

  @Test
  void cheapest_ofMoreRowsThanColumns_isRefused() {
    assertThatThrownBy(() -> Assignment.cheapest(new double[3][2]))
        .hasMessageContaining("found 3×2");
    assertThat(Assignment.cheapest(new double[0][0])).isEmpty();
  }

  private static double bestOf(double[][] cost, int row, boolean[] used) {
    if (row == cost.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int column = 0; column < used.length; column++) {
      if (!used[column]) {
        used[column] = true;
        best = Math.min(best, cost[row][column] + bestOf(cost, row + 1, used));
        used[column] = false;
      }
    }
    return best;
  }
}
