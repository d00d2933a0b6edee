package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatFormatTest {
  private static final int CASES = 200_000;

  @Test
  void everyNumberOfBf16_andWhatLiesBetweenTwo() {
    // positive patterns in order up to infinity
    checkNeighbours(FloatFormat.BF16, 0x7f80, bits -> Float.intBitsToFloat(bits << 16));
  }

  @Test
  void everyNumberOfFp16_andWhatLiesBetweenTwo() {
    checkNeighbours(FloatFormat.FP16, 0x7c00, bits -> Float.float16ToFloat((short) bits));
  }

  /** A number is kept, a midpoint goes to the even pattern, and a hair beside it to the nearer. */
  private static void checkNeighbours(
      FloatFormat format, int infinity, IntToDoubleFunction number) {
    for (int bits = 0; bits + 1 < infinity; bits++) {
      double low = number.applyAsDouble(bits);
      double high = number.applyAsDouble(bits + 1);
      double middle = (low + high) / 2;
      assertThat(format.round(high)).isEqualTo(high);
      assertThat(format.round(-high)).isEqualTo(-high);
      assertThat(format.round(middle)).isEqualTo(bits % 2 == 0 ? low : high);
      assertThat(format.round(Math.nextDown(middle))).isEqualTo(low);
      assertThat(format.round(-Math.nextUp(middle))).isEqualTo(-high);
    }
    double last = number.applyAsDouble(infinity - 1);
    assertThat(format.largest()).isEqualTo(last);
    double half = (last - number.applyAsDouble(infinity - 2)) / 2;
    assertThat(format.round(Math.nextDown(last + half))).isEqualTo(last);
    assertThat(format.round(last + half)).isInfinite();
    assertThat(format.round(-last - half)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void fp32_isTheCast() {
    Random random = new Random(1);
    for (int i = 0; i < CASES; i++) {
      double value =
          Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(300) - 160); // and out of range
      assertThat(FloatFormat.FP32.round(value)).isEqualTo((float) value);
    }
  }

  @Test
  void narrowFormats_agreeWithBitArithmetic() {
    Random random = new Random(2);
    for (int i = 0; i < CASES; i++) {
      float value = (float) Math.scalb(random.nextDouble() * 2 - 1, random.nextInt(60) - 40);
      assertThat(FloatFormat.FP16.round(value))
          .isEqualTo(Float.float16ToFloat(Float.floatToFloat16(value)));
      int bits = Float.floatToRawIntBits(value);
      int rounded = (bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000;
      assertThat(FloatFormat.BF16.round(value)).isEqualTo(Float.intBitsToFloat(rounded));
    }
  }

  @ParameterizedTest
  @EnumSource
  void specialValues_stayAsTheyAre(FloatFormat format) {
    assertThat(format.round(Double.NaN)).isNaN();
    assertThat(format.round(Double.POSITIVE_INFINITY)).isInfinite();
    assertThat(1 / format.round(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(FloatFormat.of(format.label())).isEqualTo(format);
    double below = Math.nextUp(1 + format.unitRoundoff());
    assertThat(format.round(below))
        .isEqualTo(format == FloatFormat.FP64 ? below : 1 + 2 * format.unitRoundoff());
  }

  @Test
  void largestExponent_isWhereExpOverflows() {
    assertThat(FloatFormat.FP16.largestExponent()).isBetween(11.08, 11.10);
    assertThat(FloatFormat.BF16.largestExponent()).isBetween(88.71, 88.73);
    assertThat(FloatFormat.FP64.largestExponent()).isBetween(709.7, 709.8);
  }
}
