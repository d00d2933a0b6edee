package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InlineAndLabelsTest {

  private static final List<List<Double>> X = List.of(List.of(1.0, 0.0), List.of(0.6, 0.8));
  private static final Map<String, ?> SPHERE =
      Map.of("kind", "sphere", "sampleCount", 200, "inputDim", 4);

  @Test
  void inline_pointsAndLabels_areTakenAsTheyAre() {
    Dataset data = Datasets.read(StudyFields.data(inline(X, List.of(1, -0.5))));
    assertThat(data.x()).isDeepEqualTo(new double[][] {{1, 0}, {0.6, 0.8}});
    assertThat(data.y()).containsExactly(1, -0.5);
  }

  @Test
  void inline_rowsOfLabels_areOutputsWhereAllowed() {
    List<?> y = List.of(List.of(1, 2, 3), List.of(4, 5, 6));
    Dataset data = Datasets.readOutputs(StudyFields.data(inline(X, y)));
    assertThat(data.targets().orElseThrow()).isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, 6}});
    assertThatIllegalStateException().isThrownBy(data::y).withMessageContaining("3 outputs");
    refused(X, y, "study.yaml:1: data.y: found rows of 3; allowed: one number a point");
  }

  @Test
  void inline_malformed_namesTheRow() {
    List<Double> point = List.of(1.0, 2.0);
    refused(
        List.of(point, List.of(1.0)),
        List.of(1, 1),
        "study.yaml:2: data.x: found row 1 with 1 numbers; allowed: 2 as in row 0");
    refused(
        List.of(point, List.of(1.0, Double.NaN)),
        List.of(1, 1),
        "study.yaml:2: data.x: found row 1 with [1.0, NaN]; allowed: finite numbers");
    refused(X, List.of(1), "data.y: found 1 labels; allowed: 2, one for each row of data.x");
    refused(List.of(), List.of(), "data.x: found no numbers");
    refused(List.of(List.of()), List.of(1), "data.x: found no numbers");
  }

  @Test
  void labels_sign_areRandomAndFixedByTheSeed() {
    double[] y = Datasets.read(StudyFields.data(SPHERE)).y();
    assertThat(y).containsOnly(-1, 1);
    // four standard errors
    assertThat(Arrays.stream(y).average().orElseThrow()).isCloseTo(0, within(4 / Math.sqrt(200)));
    assertThat(Datasets.read(StudyFields.dataAndLabels(SPHERE, "sign")).y()).isEqualTo(y);
  }

  @Test
  void labels_signOverOwn_continueOverHeldOut() {
    Map<String, ?> all = Map.of("kind", "digits", "sampleCount", 60);
    Map<String, ?> split = Map.of("kind", "digits", "sampleCount", 40, "heldOut", 20);
    double[] whole = Datasets.read(StudyFields.dataAndLabels(all, "sign")).y();
    Dataset parts = Datasets.read(StudyFields.dataAndLabels(split, "sign"));
    assertThat(parts.y()).isEqualTo(Arrays.copyOf(whole, 40));
    assertThat(parts.heldOut().orElseThrow().y()).isEqualTo(Arrays.copyOfRange(whole, 40, 60));
  }

  @Test
  void labels_smooth_followTheDirection() {
    List<List<Double>> x = List.of(List.of(3.0, 4.0), List.of(-0.3, -0.4), List.of(0.0, 0.0));
    Map<String, ?> data = Map.of("kind", "inline", "x", x);
    double[] y = Datasets.read(StudyFields.dataAndLabels(data, "smooth")).y();
    double expected = Math.sin(1.4);
    assertThat(y).containsExactly(new double[] {expected, -expected, 0}, within(1e-15));
  }

  @Test
  void labels_eigenvector_areLeftToTheExperiment() {
    Dataset data = Datasets.read(StudyFields.dataAndLabels(SPHERE, "eigenvector"));
    assertThat(data.targets()).isEmpty();
    assertThatIllegalStateException().isThrownBy(data::y).withMessageContaining("no labels");
  }

  @Test
  void labels_unknown_areRefused() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> Datasets.read(StudyFields.dataAndLabels(SPHERE, "random")))
        .withMessageContaining(
            "labels.kind: found random; allowed: sign, smooth, inputs, eigenvector");
  }

  private static void refused(List<?> x, List<?> y, String message) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> Datasets.read(StudyFields.data(inline(x, y))))
        .withMessageContaining(message);
  }

  private static Map<String, ?> inline(List<?> x, List<?> y) {
    return Map.of("kind", "inline", "x", x, "y", y);
  }
}
