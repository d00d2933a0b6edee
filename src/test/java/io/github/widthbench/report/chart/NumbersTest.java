package io.github.widthbench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "180, 180",
    "0.0125, 0.0125",
    "-0.43219, -0.4322",
    "1.99999, 2",
    "12345.6, 12350",
    "999999, 1e6",
    "1.2345e7, 1.235e7",
    "0.001, 0.001",
    "0.00099996, 0.001",
    "0.000012, 1.2e-5",
    "-1e-300, -1e-300",
    "NaN, -",
    "Infinity, ∞"
  })
  void decimal_keepsFourDigits(double number, String text) {
    assertThat(Numbers.decimal(number)).isEqualTo(text);
  }

  @Test
  void text_ofWholeNumbers_keepsEveryDigit() {
    assertThat(Numbers.text(1_234_567)).isEqualTo("1234567");
    assertThat(Numbers.text(1_000_000_000_000L)).isEqualTo("1000000000000");
  }

  @Test
  void text_ofOtherValues_isShort() {
    assertThat(Numbers.text(null)).isEqualTo("-");
    assertThat(Numbers.text(true)).isEqualTo("yes");
    assertThat(Numbers.text(List.of(0.5, 2))).isEqualTo("0.5 2");
  }
}
