package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A study to run.
 *
 * @param folder where its records go
 * @param prepare called once this run holds the journal, before the first cell: what it writes no
 *     second run overwrites
 * @param interrupted asked often by all workers; true ends the run
 */
public record SweepRequest(
    Study study,
    Experiment experiment,
    Backends.Choice backend,
    RunFolder folder,
    SweepOptions options,
    Runnable prepare,
    BooleanSupplier interrupted,
    SweepListener listener) {

  /** The same for some cells of the study, until {@code ended} says yes. */
  public SweepRequest with(List<Cell> some, BooleanSupplier ended) {
    return new SweepRequest(
        study.with(some), experiment, backend, folder, options, prepare, ended, listener);
  }

  /** The cells that this run is to see done. */
  public List<Cell> cells() {
    return options.shard().map(shard -> shard.of(study.cells())).orElse(study.cells());
  }

  /** The journal that this run writes. */
  public Path journal() {
    return options
        .shard()
        .map(shard -> folder.journal(shard.index(), shard.count()))
        .orElse(folder.journal());
  }
}
