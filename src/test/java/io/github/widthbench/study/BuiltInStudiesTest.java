package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInStudiesTest {

  static List<String> names() {
    return BuiltInStudies.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void read_everyBuiltIn_hasCellsAndItsTitle(String name) {
    Study study = SampleStudy.reader().read(name, List.of());
    assertThat(study.name()).isEqualTo(name);
    assertThat(study.title()).isEqualTo(BuiltInStudies.title(name));
    assertThat(study.cells()).isNotEmpty();
  }

  @Test
  void read_exponential_hasTheStatedCells() {
    assertThat(SampleStudy.reader().read("exponential", List.of()).cells()).hasSize(11 * 50 * 2);
    assertThat(SampleStudy.reader().read("exponential-quick", List.of()).cells())
        .hasSize(7 * 20 * 2);
  }

  @Test
  void read_quick_isAPartOfTheWhole() {
    assertThat(SampleStudy.ids(SampleStudy.reader().read("exponential", List.of())))
        .containsAll(SampleStudy.ids(SampleStudy.reader().read("exponential-quick", List.of())));
  }

  @Test
  void quick_namesTheQuickOnes() {
    assertThat(BuiltInStudies.quick())
        .containsExactly(
            "condensation-quick",
            "electrodynamics-quick",
            "electrodynamics-sphere-quick",
            "exponential-quick",
            "momentum-quick",
            "recovery-quick",
            "scaling-quick");
  }

  /** What the comment in the file says: r ← (I − H/λmax)r from r = −y. */
  @Test
  void exponential_inLinearTheory_needsTheStatedSteps() {
    Study study = SampleStudy.reader().read("exponential", List.of());
    Settings settings = study.cells().getFirst().settings();
    double[][] h = infiniteWidthGram(settings.matrix("data.x"));
    double[] r = settings.numbers("data.y").stream().mapToDouble(y -> -y).toArray();
    double largest = largestEigenvalue(h);
    int steps = 0;
    for (; norm(r) > 1e-3; steps++) {
      double[] hr = times(h, r);
      for (int i = 0; i < r.length; i++) {
        r[i] -= hr[i] / largest;
      }
    }
    assertThat(steps).isEqualTo(146);
    assertThat(BuiltInStudies.yaml("exponential")).contains("needs " + steps + " steps");
  }

  /** H_ij = G_ij·exp(|x_i + x_j|²/2). */
  private static double[][] infiniteWidthGram(double[][] x) {
    double[][] h = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        double inner = 0;
        double square = 0;
        for (int k = 0; k < x[i].length; k++) {
          inner += x[i][k] * x[j][k];
          square += Math.pow(x[i][k] + x[j][k], 2);
        }
        h[i][j] = inner * Math.exp(square / 2);
      }
    }
    return h;
  }

  private static double largestEigenvalue(double[][] h) {
    double[] v = new double[h.length];
    v[0] = 1;
    double value = 0;
    for (int i = 0; i < 10_000; i++) {
      v = times(h, v);
      value = norm(v);
      for (int j = 0; j < v.length; j++) {
        v[j] /= value;
      }
    }
    return value;
  }

  private static double[] times(double[][] h, double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        product[i] += h[i][j] * v[j];
      }
    }
    return product;
  }

  private static double norm(double[] v) {
    double sum = 0;
    for (double entry : v) {
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }
}
