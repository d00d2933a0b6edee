package io.github.widthbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionCautionsTest {

  @ParameterizedTest
  @CsvSource({
    "FP32, 1e-7, 1, false", "FP32, 5e-8, 1, true", "FP32, 1e-7, 10, true",
    "TF32, 1e-3, 1, false", "TF32, 4e-4, 1, true", "TF32, -1e-3, 1, true",
    "FP64, 0, 1, false", "TF32, NaN, NaN, false"
  })
  void ofEigenvalue_isThereWhereRoundingIsLarger(
      Precision precision, double smallest, double largest, boolean expected) {
    assertThat(new PrecisionCautions(precision).ofEigenvalue(smallest, largest).isPresent())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "TF32, 4194304, false",
    "TF32, 4194305, true",
    "FP32, 4194305, false",
    "FP32, 1e15, true",
    "FP64, 1e40, false"
  })
  void ofWidth_isThereWhereRoundingIsAboveTheMonteCarloError(
      Precision precision, double width, boolean expected) {
    assertThat(new PrecisionCautions(precision).ofWidth(width).isPresent()).isEqualTo(expected);
  }

  @Test
  void cautions_nameWhatWasFoundAndNeeded() {
    assertThat(new PrecisionCautions(Precision.TF32).ofEigenvalue(1e-4, 2))
        .contains(
            "smallest eigenvalue below rounding: found 0.00010, needed 0.00098, the unit roundoff"
                + " 0.00049 of tf32 times the largest eigenvalue 2.0");
  }
}
