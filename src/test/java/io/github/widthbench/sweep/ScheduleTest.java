package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final double MEBI = 1 << 20;
  private static final double PLENTY = 1e12;

  @Test
  void groups_shuffledCells_differInBatchedFieldsOnly() {
    List<Cell> cells = new ArrayList<>(Probe.study(5, 2, 4, 6).cells());
    Collections.shuffle(cells, new Random(1));

    List<List<Cell>> groups = Batches.groups(cells, Probe.WELL);
    assertThat(groups).hasSize(3).allSatisfy(group -> assertThat(group).hasSize(5));
    assertThat(groups)
        .allSatisfy(group ->
            assertThat(group.stream().map(cell -> cell.settings().integer("width")).distinct())
                .hasSize(1));
    assertThat(groups.getFirst().getFirst()).isEqualTo(cells.getFirst());
  }

  @Test
  void split_awkwardSizes_keepsOrderAndBound() {
    List<Cell> group = Probe.study(33, 2).cells();

    assertThat(Batches.split(group, 16)).extracting(List::size).containsExactly(16, 16, 1);
    assertThat(Batches.split(group, 16).stream().flatMap(List::stream)).isEqualTo(group);
  }

  @Test
  void of_oneThread_keepsStudyOrderInLargeBatches() {
    Study study = Probe.study(20, 2, 4);
    Schedule schedule = Schedule.of(study.cells(), Probe.WELL, Probe.IDLE, 1, PLENTY);

    assertThat(schedule.batches())
        .extracting(batch -> batch.cells().size())
        .containsExactly(16, 4, 16, 4);
    assertThat(schedule.batches().stream().flatMap(batch -> batch.cells().stream()))
        .containsExactlyElementsOf(study.cells());
    assertThat(schedule.workers()).isEqualTo(1);
    assertThat(schedule.threadsEach()).isEqualTo(1);
  }

  @Test
  void of_fewerBatchesThanThreads_splitsUntilAllHaveWork() {
    Schedule schedule = Schedule.of(Probe.study(10, 2).cells(), Probe.WELL, Probe.IDLE, 4, PLENTY);

    assertThat(schedule.batches()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(schedule.workers()).isEqualTo(4);
    assertThat(schedule.threadsEach()).isEqualTo(1);
  }

  @Test
  void of_fewerCellsThanThreads_sharesTheThreadsOut() {
    Schedule schedule = Schedule.of(Probe.study(2, 2).cells(), Probe.WELL, Probe.IDLE, 7, PLENTY);

    assertThat(schedule.workers()).isEqualTo(2);
    assertThat(schedule.threadsEach()).isEqualTo(3);
  }

  @Test
  void of_severalWorkers_takeTheDearestFirst() {
    Schedule schedule =
        Schedule.of(Probe.study(4, 2, 4, 8).cells(), Probe.WELL, Probe.IDLE, 2, PLENTY);

    assertThat(schedule.batches())
        .extracting(Schedule.Batch::flops)
        .containsExactly(32.0, 16.0, 8.0);
  }

  @Test
  void of_littleMemory_runsSmallerBatchesAndFewerWorkers() {
    List<Cell> cells = Probe.study(16, 2).cells(); // 1 MiB each
    Schedule eight = Schedule.of(cells, Probe.WELL, Probe.IDLE, 2, 16 * MEBI);
    Schedule tight = Schedule.of(cells, Probe.WELL, Probe.IDLE, 4, 2.5 * MEBI);

    assertThat(eight.batches()).hasSize(2);
    assertThat(eight.peakMemoryBytes()).isEqualTo(16 * MEBI);
    assertThat(tight.batches()).hasSize(16);
    assertThat(tight.workers()).isEqualTo(2);
    assertThat(tight.threadsEach()).isEqualTo(2);
    assertThat(tight.peakMemoryBytes()).isEqualTo(2 * MEBI);
  }

  @Test
  void work_cells_countByWhatTheyCostAndAtLeastTheirRecord() {
    double memory = 1e14;
    Study study = Probe.study(1, 4_000_000, 2, 8_000_000);
    Schedule schedule = Schedule.of(study.cells(), Probe.WELL, Probe.IDLE, 1, memory);

    assertThat(study.cells().stream().map(cell -> schedule.work(memory).get(cell.id())))
        .containsExactly(4e6, 1e6, 8e6);
    assertThat(schedule.work(0).values()).as("refused for lack of memory").containsOnly(1e6);
  }
}
