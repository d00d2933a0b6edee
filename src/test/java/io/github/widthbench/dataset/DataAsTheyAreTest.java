package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Noise, gaps, covariance and parts of generated data. */
class DataAsTheyAreTest {

  private static final int N = 4000;
  private static final Map<String, ?> SPHERE =
      Map.of("kind", "sphere", "sampleCount", N, "inputDim", 4, "heldOut", 100);

  /** Five standard errors of a share p over N draws. */
  private static double ofShare(double p) {
    return 5 * Math.sqrt(p * (1 - p) / N);
  }

  @Test
  void noise_hasItsDeviation_andSparesTheLabelsToTestWith() {
    Dataset clean = read(SPHERE, Map.of("kind", "smooth"));
    Dataset noisy = read(SPHERE, Map.of("kind", "smooth", "noise", 0.5));
    double[] added = difference(noisy.y(), clean.y());
    double variance = Arrays.stream(added).map(v -> v * v).average().orElseThrow();
    assertThat(variance).isCloseTo(0.25, within(5 * 0.25 * Math.sqrt(2.0 / N)));
    assertThat(Arrays.stream(added).average().orElseThrow())
        .isCloseTo(0, within(5 * 0.5 / Math.sqrt(N)));
    assertThat(noisy.heldOut().orElseThrow().y()).isEqualTo(clean.heldOut().orElseThrow().y());
    assertThat(noisy.x()).isDeepEqualTo(clean.x());
  }

  @Test
  void flip_turnsItsShareOfLabels_alsoOnesThatTheDataBring() {
    Map<String, ?> digits = Map.of("kind", "digits", "sampleCount", 1700, "heldOut", 97);
    Dataset clean = read(digits, Map.of());
    Dataset flipped = read(digits, Map.of("flip", 0.2));
    long turned = IntStream.range(0, 1700).filter(i -> clean.y()[i] == -flipped.y()[i]).count();
    assertThat(turned / 1700.0).isCloseTo(0.2, within(5 * Math.sqrt(0.16 / 1700)));
    assertThat(flipped.heldOut().orElseThrow().y()).isEqualTo(clean.heldOut().orElseThrow().y());
  }

  @Test
  void faults_ofAPoint_doNotDependOnHowManyThereAre() {
    Map<String, Object> few = new HashMap<>(SPHERE);
    few.put("sampleCount", 10);
    Map<String, ?> labels = Map.of("kind", "sign", "noise", 1.0, "flip", 0.5);
    assertThat(read(few, labels).y()).isEqualTo(Arrays.copyOf(read(SPHERE, labels).y(), 10));
  }

  @Test
  void missing_entriesBecomeTheMeanOfThoseLeftInTheirColumn() {
    Dataset whole = read(SPHERE, Map.of("kind", "smooth"));
    Dataset gappy = read(with("missing", 0.3), Map.of("kind", "smooth"));
    int lost = 0;
    for (int j = 0; j < 4; j++) {
      int column = j;
      double left =
          IntStream.range(0, N)
              .filter(i -> gappy.x()[i][column] == whole.x()[i][column])
              .mapToDouble(i -> whole.x()[i][column])
              .average()
              .orElseThrow();
      for (int i = 0; i < N; i++) {
        if (gappy.x()[i][j] != whole.x()[i][j]) {
          lost++;
          assertThat(gappy.x()[i][j]).isCloseTo(left, within(1e-14));
        }
      }
    }
    assertThat(lost / (4.0 * N)).isCloseTo(0.3, within(ofShare(0.3)));
    assertThat(gappy.y()).isEqualTo(whole.y());
    assertThat(Gaps.isComplete(gappy.heldOut().orElseThrow().x())).isTrue();
    assertThat(read(with("missing", 0.0), Map.of()).x()).isDeepEqualTo(whole.x());
  }

  @Test
  void covariance_isThatOfThePoints() {
    double[][] x = read(gaussian(Map.of("decay", 0.6)), Map.of()).x();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        // five standard errors of a covariance with variances of 1
        assertThat(moment(x, i, j))
            .isCloseTo(Math.pow(0.6, Math.abs(i - j)), within(5 * Math.sqrt(2.0 / N)));
      }
    }
    double[][] scaled = read(gaussian(Map.of("power", 1.0)), Map.of()).x();
    assertThat(moment(scaled, 0, 0) / moment(scaled, 2, 2)).isCloseTo(3, within(0.6));
    assertThat(moment(scaled, 0, 0) + moment(scaled, 1, 1) + moment(scaled, 2, 2))
        .isCloseTo(3, within(0.3));
  }

  @Test
  void covariance_thatIsNone_isRefused() {
    List<?> singular =
        List.of(List.of(1.0, 2.0, 0.0), List.of(2.0, 1.0, 0.0), List.of(0.0, 0.0, 1.0));
    refused(
        gaussian(Map.of("matrix", singular)),
        "data.covariance: found a matrix whose leading minor 2 is not above 0");
    refused(
        gaussian(Map.of("matrix", List.of(List.of(1.0)))),
        "data.covariance.matrix: found 1 rows, not all of 3 numbers");
  }

  @Test
  void split_holdsItsShareOut_andTheNoiseStaysWithThePoint() {
    Map<String, ?> labels = Map.of("kind", "smooth", "noise", 0.5);
    Map<String, Object> whole = new HashMap<>(SPHERE);
    whole.remove("heldOut");
    Map<String, Object> parted = new HashMap<>(whole);
    parted.put("split", 0.25);
    Dataset all = read(whole, labels);
    Dataset data = read(parted, labels);
    Dataset held = data.heldOut().orElseThrow();
    assertThat(data.sampleCount()).isEqualTo(N * 3 / 4);
    assertThat(held.sampleCount()).isEqualTo(N / 4);
    Map<List<Double>, Double> noisy = new HashMap<>();
    for (int i = 0; i < N; i++) {
      noisy.put(key(all.x()[i]), all.y()[i]);
    }
    for (int i = 0; i < data.sampleCount(); i++) {
      assertThat(noisy.get(key(data.x()[i]))).isEqualTo(data.y()[i]);
    }
    for (int i = 0; i < held.sampleCount(); i++) {
      assertThat(held.y()[i]).isEqualTo(Labels.smooth(held.x()[i]));
    }
  }

  @Test
  void folds_holdEveryPointOutOnce() {
    Map<String, ?> points = Map.of("kind", "sphere", "sampleCount", 23, "inputDim", 2);
    Set<List<Double>> seen = new HashSet<>();
    for (int fold = 0; fold < 5; fold++) {
      Map<String, Object> data = new HashMap<>(points);
      data.put("folds", Map.of("of", 5, "fold", fold));
      Dataset part = read(data, Map.of());
      Dataset held = part.heldOut().orElseThrow();
      assertThat(part.sampleCount() + held.sampleCount()).isEqualTo(23);
      assertThat(held.sampleCount()).isBetween(4, 5);
      Set<List<Double>> trained = new HashSet<>();
      Arrays.stream(part.x()).forEach(p -> trained.add(key(p)));
      for (double[] point : held.x()) {
        assertThat(trained).doesNotContain(key(point));
        assertThat(seen.add(key(point))).isTrue();
      }
    }
    assertThat(seen).hasSize(23);
  }

  @Test
  void parts_thatCannotBe_areRefused() {
    refused(with("split", 0.5), "data.split: found data that hold points out already");
    Map<String, Object> three =
        new HashMap<>(Map.of("kind", "sphere", "sampleCount", 3, "inputDim", 2));
    three.put("split", 0.1);
    refused(three, "data.split: found 0.1 of 3 points, which is 0");
    three.put("folds", Map.of("of", 4, "fold", 0));
    refused(three, "data.folds: found folds beside a split");
    three.remove("split");
    refused(three, "data.folds.of: found 4; allowed: at most 3");
    three.put("folds", Map.of("of", 3, "fold", 3));
    refused(three, "data.folds.fold: found 3; allowed: 0 to 2");
  }

  private static Map<String, ?> gaussian(Map<String, ?> covariance) {
    return Map.of("kind", "gaussian", "sampleCount", N, "inputDim", 3, "covariance", covariance);
  }

  private static double moment(double[][] x, int i, int j) {
    return Arrays.stream(x).mapToDouble(p -> p[i] * p[j]).average().orElseThrow();
  }

  private static Map<String, ?> with(String field, Object value) {
    Map<String, Object> data = new HashMap<>(SPHERE);
    data.put(field, value);
    return data;
  }

  private static void refused(Map<String, ?> data, String message) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read(data, Map.of()))
        .withMessageContaining(message);
  }

  private static Dataset read(Map<String, ?> data, Map<String, ?> labels) {
    return Datasets.read(StudyFields.dataAndLabels(data, labels));
  }

  private static List<Double> key(double[] point) {
    return Arrays.stream(point).boxed().toList();
  }

  private static double[] difference(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
  }
}
