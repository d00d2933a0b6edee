package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecialFunctionsTest {

  /** Values by mpmath with 40 digits, on both sides of every seam. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126022e-300, 1.0000000000000000000",
    "1e-09, 1.1283791670955126438e-9, 0.99999999887162083290",
    "0.1, 0.11246291601828489840, 0.88753708398171510160",
    "0.2499, 0.27622038610557319328, 0.72377961389442680672",
    "0.25, 0.27632639016823693299, 0.72367360983176306701",
    "0.5, 0.52049987781304653768, 0.47950012218695346232",
    "0.8437, 0.76719797505245788054, 0.23280202494754211946",
    "0.84375, 0.76722566123234163346, 0.23277433876765836654",
    "1.0, 0.84270079294971486934, 0.15729920705028513066",
    "1.2499, 0.92287647318753193666, 0.077123526812468063338",
    "1.25, 0.92290012825645823014, 0.077099871743541769863",
    "2.0, 0.99532226501895273416, 4.6777349810472658379e-3",
    "2.857, 0.99994664173991315363, 5.3358260086846371124e-5",
    "2.8572, 0.99994670605759120375, 5.3293942408796247390e-5",
    "4.0, 0.99999998458274209972, 1.5417257900280018852e-8",
    "5.9, 0.99999999999999992810, 7.1904097835504777249e-17",
    "6.1, 0.99999999999999999369, 6.3146021501937181345e-18",
    "10.0, 1.0000000000000000000, 2.0884875837625447570e-45",
    "20.0, 1.0000000000000000000, 5.3958656116079009289e-176",
    "26.0, 1.0000000000000000000, 5.6631924088561428465e-296"
  })
  void erf_knownArgument_isWithinTwoUnits(double x, double erf, double erfc) {
    assertThat(SpecialFunctions.erf(x)).isCloseTo(erf, within(2 * Math.ulp(erf)));
    assertThat(SpecialFunctions.erf(-x)).isEqualTo(-SpecialFunctions.erf(x));
    assertThat(SpecialFunctions.erfc(x)).isCloseTo(erfc, within(3 * Math.ulp(erfc)));
    assertThat(SpecialFunctions.erfc(-x)).isCloseTo(1 + erf, within(2 * Math.ulp(1 + erf)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, 1.0000000000000000000",
    "0.7, 0.61262639418441610708",
    "3.3, 1.8643742331516852273e-5",
    "12.34, 7.3713526989495014832e-67",
    "20.1, 3.4728527242717997513e-176",
    "26.3, 4.0072811391938848515e-301"
  })
  void gaussian_largeArgument_keepsItsDigits(double x, double expected) {
    assertThat(SpecialFunctions.gaussian(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
  }

  @Test
  void erf_specialArguments_haveTheirLimits() {
    assertThat(SpecialFunctions.erf(0)).isEqualTo(0);
    assertThat(SpecialFunctions.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(SpecialFunctions.erf(-800)).isEqualTo(-1);
    assertThat(SpecialFunctions.erf(Double.NaN)).isNaN();
    assertThat(SpecialFunctions.erfc(800)).isEqualTo(0);
    assertThat(SpecialFunctions.erfc(Double.NEGATIVE_INFINITY)).isEqualTo(2);
    assertThat(SpecialFunctions.erfc(Double.NaN)).isNaN();
  }
}
