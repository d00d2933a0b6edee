package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.FolderLockedException;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeTest {

  private static final Study STUDY = Probe.study(5, 2, 4);

  @TempDir Path root = Path.of("");
  private RunFolder folder = new RunFolder(Path.of(""), "", "");

  @BeforeEach
  void folder() {
    folder = Runs.folder(root, STUDY);
  }

  @Test
  void into_allShards_isInStudyOrderWhateverTheyEndedIn() {
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(1, 2));
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(0, 2));
    Merge.Merged merged = Merge.into(folder, STUDY, List.of());

    assertThat(merged.complete()).isTrue();
    assertThat(Runs.records(folder.journal()))
        .extracting(CellRecord::id)
        .containsExactlyElementsOf(STUDY.cells().stream().map(Cell::id).toList());
  }

  @Test
  void into_shardMissing_saysHowMany() {
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(0, 3));
    Merge.Merged merged = Merge.into(folder, STUDY, List.of());

    assertThat(merged.complete()).isFalse();
    assertThat(merged.sentence()).isEqualTo("merged 4 of 10 cells; 6 are missing");
  }

  @Test
  void into_again_changesNothing() throws IOException {
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(0, 2));
    Merge.into(folder, STUDY, List.of());
    byte[] once = Files.readAllBytes(folder.journal());
    Merge.into(folder, STUDY, List.of(folder.path(), folder.journal(0, 2)));

    assertThat(Files.readAllBytes(folder.journal())).isEqualTo(once);
  }

  @Test
  void into_foldersOfOtherMachines_joinsThem() {
    Path elsewhere = root.resolve("elsewhere");
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(0, 2));
    Runs.run(elsewhere, STUDY, Probe.WELL, Runs.shard(1, 2));

    assertThat(Merge.into(folder, STUDY, List.of(Runs.folder(elsewhere, STUDY).path())).merged())
        .isEqualTo(10);
  }

  @Test
  void into_mergedFolder_resumesOnOneMachine() {
    Runs.run(root, STUDY, Probe.WELL, Runs.shard(0, 2));
    Merge.into(folder, STUDY, List.of());
    Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(1));

    assertThat(Runs.records(folder.journal())).hasSize(10);
    assertThat(Merge.into(folder, STUDY, List.of()).complete()).isTrue();
  }

  @Test
  void into_otherStudy_isRefusedAndNothingWritten() {
    Study other = Probe.study(5, 2, 8);
    Runs.run(root, other, Probe.WELL, SweepOptions.threads(1));
    RunFolder otherFolder = Runs.folder(root, other);

    assertThatThrownBy(() -> Merge.into(folder, STUDY, List.of(otherFolder.path())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another study, backend or build");
    assertThatThrownBy(() -> Merge.into(folder, STUDY, List.of(otherFolder.journal())))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is not of study probe");
    assertThatThrownBy(() -> Merge.into(folder, STUDY, List.of(root.resolve("absent"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("absent");
    assertThat(folder.journal()).doesNotExist();
  }

  @Test
  void into_folderOfARunInProgress_isRefused() {
    try (Journal _ = Journal.open(folder.journal())) {
      assertThatThrownBy(() -> Merge.into(folder, STUDY, List.of()))
          .isInstanceOf(FolderLockedException.class);
    }
  }
}
