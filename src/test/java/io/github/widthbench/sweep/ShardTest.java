package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {

  private static final Map<String, String> SLURM =
      Map.of(
          "SLURM_ARRAY_TASK_ID", "7",
          "SLURM_ARRAY_TASK_MIN", "1",
          "SLURM_ARRAY_TASK_STEP", "2",
          "SLURM_ARRAY_TASK_COUNT", "4");

  @Test
  void engine_numbers_areReadAndTheEnvironmentIsNot() {
    assertThat(Shard.engine("shard:2/5", SLURM)).contains(new Shard(2, 5));
    assertThat(Shard.engine("local", SLURM)).isEmpty();
  }

  @Test
  void engine_withoutNumbers_asksTheScheduler() {
    assertThat(Shard.engine("shard", SLURM)).contains(new Shard(3, 4));
    assertThat(Shard.engine("shard", Map.of("JOB_COMPLETION_INDEX", "0", "JOB_COMPLETIONS", "2")))
        .contains(new Shard(0, 2));
    assertThat(Shard.engine("shard", Map.of("JOB_COMPLETION_INDEX", "1", "WIDTHBENCH_SHARDS", "2")))
        .contains(new Shard(1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Local",
        "shards",
        "shard:",
        "shard:1",
        "shard:5/5",
        "shard:-1/5",
        "shard:0/0",
        "shard:1/2/3",
        "shard:a/b",
        "shard:0/99999999999",
        "shard: 0/1"
      })
  void engine_otherWords_areRefusedWithWhatIsAllowed(String text) {
    assertThatThrownBy(() -> Shard.engine(text, Map.of()))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("--engine")
        .hasMessageContaining("shard:I/N with 0 <= I < N");
  }

  @Test
  void engine_schedulerWithoutCount_namesTheVariable() {
    assertThatThrownBy(() -> Shard.engine("shard", Map.of()))
        .hasMessageContaining("JOB_COMPLETION_INDEX is not set");
    assertThatThrownBy(() -> Shard.engine("shard", Map.of("SLURM_ARRAY_TASK_ID", "1")))
        .hasMessageContaining("SLURM_ARRAY_TASK_COUNT is not set");
    assertThatThrownBy(() -> Shard.engine("shard", Map.of("SLURM_ARRAY_TASK_ID", "x")))
        .hasMessageContaining("SLURM_ARRAY_TASK_ID=x");
  }

  @Test
  void of_allShards_shareEveryCellOnceAndEvenly() {
    Study study = Probe.study(10, 2, 4);
    List<Cell> all = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      List<Cell> part = new Shard(index, 3).of(study.cells());
      assertThat(part).hasSizeBetween(6, 7);
      all.addAll(part);
    }

    assertThat(all).containsExactlyInAnyOrderElementsOf(study.cells());
    assertThat(new Shard(30, 31).of(study.cells())).isEmpty();
  }
}
