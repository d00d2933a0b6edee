package io.github.widthbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.math.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossoverTest {

  private static final Capability GPU = gpu("NVIDIA Test, compute capability 9.0, 80.0 GiB");

  @TempDir private Path folder;

  @Test
  void advise_belowAndAbove_saysBothNumbers() {
    Crossover measured = new Crossover(5e8);

    assertThat(measured.advise(4.9e8).take()).isFalse();
    assertThat(measured.advise(4.9e8).why())
        .isEqualTo("the largest step has 4.9e+08 flops, it was measured to win from 5.0e+08 on");
    assertThat(measured.advise(5e8).take()).isTrue();
    assertThat(new Crossover(Double.POSITIVE_INFINITY).advise(1e20).take()).isFalse();
  }

  @Test
  void advise_withoutAStudy_saysFromWhichSizeOn_orThatThereIsNone() {
    assertThat(new Crossover(5e8).advise(Precision.FP64).why())
        .isEqualTo("but for fp64 steps of 5.0e+08 flops and more");
    assertThat(new Crossover(Double.POSITIVE_INFINITY).advise(Precision.FP64).why())
        .isEqualTo("it was measured to be slower here at every size");
  }

  @Test
  void between_isTheFirstWidthFromWhichTheGpuStaysFaster() {
    assertThat(Crossover.between(width -> width / 5e3).flopsPerStep())
        .as("1 at a width of 5,000: 16,384 is the next one tried")
        .isEqualTo(StepTime.flops(16_384));
    assertThat(Crossover.between(width -> width == 4096 ? 0.9 : 1.1).flopsPerStep())
        .as("slower once more at 4,096")
        .isEqualTo(StepTime.flops(16_384));
    assertThat(Crossover.between(width -> 0.5).flopsPerStep()).isInfinite();
  }

  @Test
  void between_whereItIsClear_triesNoLargerOnes() {
    List<Integer> tried = new ArrayList<>();
    Crossover found =
        Crossover.between(width -> {
          tried.add(width);
          return width;
        });
    assertThat(found.flopsPerStep()).isEqualTo(StepTime.flops(256));
    assertThat(tried).containsExactly(256);

    tried.clear();
    Crossover never =
        Crossover.between(width -> {
          tried.add(width);
          return 20.0 / width;
        });
    assertThat(never.flopsPerStep()).as("0.02 at a width of 1,024, then 1/205").isInfinite();
    assertThat(tried).containsExactly(256, 1024, 4096);
  }

  @Test
  void table_keepsWhatWasMeasured_byDeviceAndPrecision() {
    Crossover.Table table = new Crossover.Table(folder.resolve("new/crossover.properties"));
    assertThat(table.find(GPU, Precision.FP64)).isEmpty();

    table.store(GPU, Precision.FP64, new Crossover(5e8));
    table.store(GPU, Precision.FP32, new Crossover(Double.POSITIVE_INFINITY));

    assertThat(table.find(GPU, Precision.FP64)).hasValue(new Crossover(5e8));
    assertThat(table.find(GPU, Precision.FP32)).hasValue(new Crossover(Double.POSITIVE_INFINITY));
    assertThat(table.find(GPU, Precision.TF32)).isEmpty();
    assertThat(table.find(gpu("another"), Precision.FP64)).isEmpty();
  }

  @Test
  void table_thatIsDamaged_countsAsEmpty() throws IOException {
    Path file = folder.resolve("crossover.properties");
    Crossover.Table table = new Crossover.Table(file);
    table.store(GPU, Precision.FP64, new Crossover(5e8));
    Files.writeString(file, Files.readString(file).replace("5.0E8", "fast"));
    assertThat(table.find(GPU, Precision.FP64)).isEmpty();
    Files.writeString(file, "\\u00zz");
    assertThat(table.find(GPU, Precision.FP64)).isEmpty();
  }

  private static Capability gpu(String name) {
    return new Capability(BackendKind.CUDA, true, name, "", Set.of(Precision.FP64), List.of());
  }
}
