package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Cell;
import java.util.List;

/**
 * What is known of a study after a run, earlier runs included.
 *
 * @param finished cells with a record, in the order of the study; failed ones too
 * @param records of the same cells, in the same order
 * @param counts of this run's part of the study
 * @param interrupted whether it ended before all cells were done
 * @param messages what the journal had wrong and how it was healed, one sentence each
 */
public record SweepResult(
    List<Experiment.Finished> finished,
    List<CellRecord> records,
    Summary.Counts counts,
    boolean interrupted,
    List<String> messages) {

  public SweepResult {
    finished = List.copyOf(finished);
    records = List.copyOf(records);
    messages = List.copyOf(messages);
  }

  /** What {@code records} say about {@code cells}. */
  public static SweepResult of(
      List<Cell> cells, Records records, boolean interrupted, List<String> messages) {
    List<Experiment.Finished> finished = records.finished(cells);
    Summary.Counts counts =
        new Summary.Counts(
            cells.size(),
            count(finished, Outcome.Status.OK),
            count(finished, Outcome.Status.FAILED),
            count(finished, Outcome.Status.INFEASIBLE));
    return new SweepResult(finished, records.of(cells), counts, interrupted, messages);
  }

  private static int count(List<Experiment.Finished> finished, Outcome.Status status) {
    return Math.toIntExact(
        finished.stream().filter(cell -> cell.outcome().status() == status).count());
  }
}
