package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.results.Build;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs of a study to test with. */
final class Runs {

  private Runs() {}

  static RunFolder folder(Path root, Study study) {
    return RunFolder.of(root, study, BackendKind.REFERENCE, new Build("1.0", "abc", false, ""));
  }

  static SweepRequest request(Path root, Study study, Experiment experiment, SweepOptions options) {
    return new SweepRequest(
        study,
        experiment,
        ProbeBackends.choice(),
        folder(root, study),
        options,
        () -> {},
        () -> false,
        SweepListener.NONE);
  }

  static SweepResult run(Path root, Study study, Experiment experiment, SweepOptions options) {
    return Sweep.run(request(root, study, experiment, options), new ProbeBackends());
  }

  static SweepOptions shard(int index, int count) {
    return new SweepOptions(
        1, Optional.of(new Shard(index, count)), false, OptionalDouble.empty(), false);
  }

  /** Every record of a journal, which must be whole. */
  static List<CellRecord> records(Path journal) {
    List<CellRecord> records = new ArrayList<>();
    assertThat(Journal.read(journal, records::add)).isEmpty();
    return records;
  }

  /** What must be equal between runs, sorted. */
  static List<String> deterministic(Path journal) {
    return records(journal).stream().map(CellRecord::deterministic).sorted().toList();
  }
}
