package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDataTest {

  @Test
  void sphere_anyPoint_hasTheRadius() {
    Dataset data = read("sphere", 207, 8, Map.of("radius", 0.5));
    assertThat(data.sampleCount()).isEqualTo(207);
    assertThat(data.inputDim()).isEqualTo(8);
    for (double[] point : data.x()) {
      assertThat(dot(point, point)).isCloseTo(0.25, within(1e-15));
    }
  }

  @Test
  void sphere_manyPoints_spreadEvenly() {
    double[][] x = read("sphere", 20_000, 3, Map.of()).x();
    // a coordinate on the sphere is uniform in [-1, 1] (Archimedes): mean 0, variance 1/3
    for (int j = 0; j < 3; j++) {
      int axis = j;
      double mean = Arrays.stream(x).mapToDouble(p -> p[axis]).average().orElseThrow();
      double cap = Arrays.stream(x).filter(p -> p[axis] > 0.8).count() / 20_000.0;
      assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(1 / 3.0 / 20_000)));
      assertThat(cap).isCloseTo(0.1, within(4 * Math.sqrt(0.09 / 20_000)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sphere", "gaussian"})
  void random_morePoints_keepTheFirst(String kind) {
    double[][] few = read(kind, 5, 3, Map.of("seed", 7)).x();
    double[][] many = read(kind, 50, 3, Map.of("seed", 7)).x();
    assertThat(Arrays.copyOf(many, 5)).isDeepEqualTo(few);
    assertThat(read(kind, 5, 3, Map.of("seed", 8)).x()[0]).isNotEqualTo(few[0]);
  }

  @Test
  void gaussian_manyEntries_haveTheVariance() {
    double[][] x = read("gaussian", 10_000, 4, Map.of("radius", 2.0)).x();
    double square = Arrays.stream(x).mapToDouble(p -> dot(p, p)).sum() / 40_000;
    // four standard errors: var of N² is 2
    assertThat(square).isCloseTo(4, within(4 * 4 * Math.sqrt(2.0 / 40_000)));
  }

  @Test
  void circle_neighbours_areEquallyFarApart() {
    Dataset data =
        Datasets.read(StudyFields.data(Map.of("kind", "circle", "sampleCount", 12, "radius", 0.5)));
    double[][] x = data.x();
    double expected = 0.25 * Math.cos(2 * Math.PI / 12);
    for (int i = 0; i < 12; i++) {
      assertThat(dot(x[i], x[(i + 1) % 12])).isCloseTo(expected, within(1e-15));
      assertThat(dot(x[i], x[i])).isCloseTo(0.25, within(1e-15));
    }
    assertThat(x[0]).containsExactly(0.5, 0);
    assertThat(x[1][1]).isPositive();
  }

  @Test
  void orthonormal_points_areExactUnitVectors() {
    double[][] x = read("orthonormal", 3, 5, Map.of("radius", 0.3)).x();
    assertThat(x)
        .isDeepEqualTo(new double[][] {{0.3, 0, 0, 0, 0}, {0, 0.3, 0, 0, 0}, {0, 0, 0.3, 0, 0}});
  }

  @ParameterizedTest
  @CsvSource({"10, 12, 0.5", "10, 10, 0.9", "4, 5, -0.3333", "1, 2, -3", "207, 207, 0.999999"})
  void equiangular_gram_isExact(int n, int d, double correlation) {
    double[][] x = read("equiangular", n, d, Map.of("correlation", correlation)).x();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(dot(x[i], x[j])).isCloseTo(i == j ? 1 : correlation, within(1e-14));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "equiangular | 5 | 8 | correlation | 1.0 | data.correlation",
        "equiangular | 5 | 8 | correlation | -0.25 | data.correlation",
        "equiangular | 9 | 8 | correlation | 0.5 | data.sampleCount",
        "orthonormal | 9 | 8 | radius | 1.0 | data.sampleCount",
        "sphere | 9 | 8 | radius | 0.0 | data.radius",
        "sphere | 0 | 8 | radius | 1.0 | data.sampleCount",
        "gaussian | 1 | 0 | radius | 1.0 | data.inputDim",
        "circle | 4 | 3 | radius | 1.0 | data.inputDim",
        "cube | 4 | 3 | radius | 1.0 | data.kind"
      })
  void read_impossible_namesTheField(
      String kind, int n, int d, String name, double value, String field) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read(kind, n, d, Map.of(name, value)))
        .matches(e -> e.field().equals(field), field);
  }

  private static Dataset read(String kind, int n, int d, Map<String, ?> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("kind", kind);
    data.put("sampleCount", n);
    data.put("inputDim", d);
    return Datasets.read(StudyFields.data(data));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
