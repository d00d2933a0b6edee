package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Preference.Advice;
import io.github.widthbench.math.Precision;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackendsTest {

  @Test
  void choose_againstThePreference_goesOn_andSaysWhy() {
    Backends.Choice choice =
        Backends.choose(Optional.empty(), Precision.FP64, one -> new Advice(false, "too small"));

    assertThat(choice.used().kind()).isEqualTo(BackendKind.REFERENCE);
    assertThat(choice.why()).contains("cuda not used: ", "cpu not used: too small");
  }

  @Test
  void choose_withThePreference_saysItsReason() {
    Backends.Choice choice =
        Backends.choose(Optional.empty(), Precision.FP64, one -> new Advice(true, "large enough"));

    assertThat(choice.why()).endsWith(choice.used().kind().label() + ": large enough");
  }

  @Test
  void preference_withoutFigures_takesNoGpu() {
    assertThat(Preference.WITHOUT_FIGURES.on(usable(BackendKind.CUDA)).take()).isFalse();
    assertThat(Preference.WITHOUT_FIGURES.on(usable(BackendKind.CPU)).take()).isTrue();
  }

  @Test
  void workers_onGpus_areAsManyAsDevices() {
    Capability cuda = usable(BackendKind.CUDA);
    Backends.Choice two =
        new Backends.Choice(cuda, Optional.empty(), List.of(cuda), List.of(0, 3), "");

    assertThat(two.workers(16)).isEqualTo(2);
    assertThat(two.on(List.of(1)).workers(16)).isEqualTo(1);
    Capability cpu = usable(BackendKind.CPU);
    assertThat(new Backends.Choice(cpu, Optional.empty(), List.of(cpu), List.of(0), "").workers(16))
        .isEqualTo(16);
  }

  private static Capability usable(BackendKind kind) {
    return new Capability(kind, true, "there", "", Set.of(Precision.FP64), List.of());
  }
}
