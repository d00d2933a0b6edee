package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.Energy;
import io.github.widthbench.backend.ProcessorEnergy;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.math.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuProviderTest {

  @Test
  void probe_withModuleAndLibrary_isUsableAndTellsWhatItFound() {
    Capability found = new CpuProvider().probe();
    assertThat(found.usable()).as(found.reason()).isTrue();
    assertThat(found.cure()).isEmpty();
    assertThat(found.precisions()).containsExactlyInAnyOrder(Precision.FP64, Precision.FP32);
    assertThat(found.facts().stream().map(Map.Entry::getKey))
        .contains("processor", "cores", "energy", "vectors", "openblas", "openblas file");
    assertThat(found.facts()).contains(Map.entry("energy", ProcessorEnergy.here().toString()));
  }

  @Test
  void energy_isLookedForInTheProcessor() {
    try (Backend backend = new CpuProvider().open(1)) {
      Energy said = backend.energy().spent(1);
      assertThat(said).isNotEqualTo(new Energy.Untold("backend cpu has no energy counter"));
    }
  }

  @Test
  void open_withoutThreads_isRefused() {
    assertThatThrownBy(() -> new CpuProvider().open(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }

  @Test
  void allocate_beyondAnArray_saysTheSizes() {
    try (Backend backend = new CpuProvider().open(1)) {
      assertThatThrownBy(
              () -> backend.ops().allocate(Precision.FP32, new Shape(3, 1 << 15, 1 << 15)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3×32768×32768")
          .hasMessageContaining("3221225472");
    }
  }

  @Test
  void instructionSet_followsVectorsAndFlags() {
    CpuFacts facts = new CpuFacts("any", List.of("avx", "avx2"));
    assertThat(facts.instructionSet(512)).isEqualTo("avx512");
    assertThat(facts.instructionSet(256)).isEqualTo("avx2");
    assertThat(facts.hasAvx512()).isFalse();
  }
}
