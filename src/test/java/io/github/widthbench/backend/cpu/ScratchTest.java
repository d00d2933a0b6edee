package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Precision;
import org.junit.jupiter.api.Test;

class ScratchTest {
  private final Scratch scratch = new Scratch(1000);

  @Test
  void take_afterGive_isTheSameArrayOnce() {
    Object array = scratch.take(Precision.FP32, 10);
    scratch.give(array);
    assertThat(scratch.take(Precision.FP32, 10)).isSameAs(array);
    assertThat(scratch.take(Precision.FP32, 10)).isNotSameAs(array);
  }

  @Test
  void take_otherLengthOrPrecision_isANewArray() {
    scratch.give(scratch.take(Precision.FP32, 10));
    assertThat(scratch.take(Precision.FP32, 11)).isEqualTo(new float[11]);
    assertThat(scratch.take(Precision.FP64, 10)).isEqualTo(new double[10]);
  }

  @Test
  void give_beyondTheLimit_dropsWhatCameFirst() {
    double[] first = new double[60];
    double[] second = new double[61];
    float[] third = new float[62];
    scratch.give(first);
    scratch.give(second);
    scratch.give(third);
    assertThat(scratch.take(Precision.FP64, 60)).isNotSameAs(first);
    assertThat(scratch.take(Precision.FP64, 61)).isSameAs(second);
    assertThat(scratch.take(Precision.FP32, 62)).isSameAs(third);
  }

  @Test
  void give_largerThanTheLimit_isNotKept() {
    double[] large = new double[200];
    scratch.give(large);
    assertThat(scratch.take(Precision.FP64, 200)).isNotSameAs(large);
  }
}
