package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigitsTest {

  @Test
  void read_allImages_haveUnitNormAndAreDistinct() {
    Dataset data = digits(1797, 0, 0);
    assertThat(data.x()).hasDimensions(1797, 64);
    for (double[] image : data.x()) {
      assertThat(Generator.norm(image)).isCloseTo(1, within(1e-15));
    }
    assertThat(data.zeroPoints()).isEmpty();
    assertThat(data.duplicatedPoints()).isEmpty();
    assertThat(data.heldOut()).isEmpty();
  }

  /** The UCI page counts 178 182 177 183 181 182 181 179 174 180 images of 0 … 9. */
  @Test
  void read_allImages_areOddAsOftenAsPublished() {
    double[] y = digits(1797, 0, 0).y();
    assertThat(Arrays.stream(y).filter(v -> v == 1).count()).isEqualTo(182 + 183 + 182 + 179 + 180);
    assertThat(Arrays.stream(y).filter(v -> v == -1).count())
        .isEqualTo(178 + 177 + 181 + 181 + 174);
  }

  @Test
  void read_sameSeed_isTheSameSplit() {
    assertThat(digits(100, 50, 3).x()).isDeepEqualTo(digits(100, 0, 3).x());
    assertThat(digits(100, 50, 4).x()).isNotEqualTo(digits(100, 50, 3).x());
  }

  @Test
  void read_heldOut_sharesNoImage() {
    Dataset data = digits(1500, 297, 1);
    Dataset held = data.heldOut().orElseThrow();
    assertThat(held.sampleCount()).isEqualTo(297);
    assertThat(held.y()).containsOnly(-1, 1);
    Set<List<Double>> train = new HashSet<>(points(data));
    assertThat(points(held)).noneMatch(train::contains);
  }

  @Test
  void read_moreThanThereAre_isRefused() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> digits(1500, 298, 1))
        .withMessageContaining("data.heldOut: found 1500 + 298 held out; allowed: at most 1797");
  }

  private static List<List<Double>> points(Dataset data) {
    return Arrays.stream(data.x()).map(p -> Arrays.stream(p).boxed().toList()).toList();
  }

  private static Dataset digits(int sampleCount, int heldOut, int seed) {
    Map<String, ?> fields =
        Map.of("kind", "digits", "sampleCount", sampleCount, "heldOut", heldOut, "seed", seed);
    return Datasets.read(StudyFields.data(fields));
  }
}
