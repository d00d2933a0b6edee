package io.github.widthbench.experiment.electrodynamics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WaysTest {

  @Test
  void ways_ofManySteps_areFewEvenlySpacedPlaces() {
    Ways ways = new Ways();
    for (int t = 0; t <= 1000; t++) {
      ways.visit(new double[][] {{t, -t}});
    }

    List<List<Double>> way = ways.list().getFirst();

    assertThat(way)
        .hasSizeBetween(12, 25)
        .startsWith(List.of(0.0, 0.0))
        .endsWith(List.of(1000.0, -1000.0));
    double stride = way.get(1).getFirst();
    for (int i = 0; i < way.size() - 1; i++) {
      assertThat(way.get(i).getFirst()).isEqualTo(i * stride);
    }
  }

  @Test
  void ways_ofAnElectronThatCameLater_startWhereItStarted() {
    Ways ways = new Ways();
    ways.visit(new double[][] {{1, 2}});
    ways.visit(Ways.joined(new double[][] {{1, 2}}, new double[] {3, 4}));
    ways.visit(new double[][] {{1, 2}, {5, 6}});

    assertThat(ways.list())
        .containsExactly(List.of(List.of(1.0, 2.0)), List.of(List.of(3.0, 4.0), List.of(5.0, 6.0)));
  }

  @Test
  void ways_onALineOrOfManyElectrons_areNotKept() {
    for (double[][] places : List.of(new double[1][1], new double[5][3])) {
      Ways ways = new Ways();
      ways.visit(places);
      assertThat(ways.list()).isEmpty();
    }
  }
}
