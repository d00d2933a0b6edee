package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "gratings"})
  void images_haveDifferentPixelsFrom0To1(String pattern) {
    double[][] x = Images.of(pattern, 16, 0, 50, 3);
    assertThat(x).hasDimensions(50, 256);
    for (double[] image : x) {
      double low = Arrays.stream(image).min().orElseThrow();
      double high = Arrays.stream(image).max().orElseThrow();
      assertThat(low).isBetween(0.0, 1.0);
      assertThat(high).isBetween(low + 0.1, 1.0);
    }
    assertThat(x[0]).isNotEqualTo(x[1]);
  }

  @Test
  void heldOutImages_continueTheOthers() {
    double[][] all = Images.of("blobs", 8, 0, 10, 1);
    assertThat(Images.of("blobs", 8, 7, 3, 1)).isDeepEqualTo(Arrays.copyOfRange(all, 7, 10));
  }
}
