package io.github.widthbench.report;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.study.Study;
import java.util.List;

/**
 * What a report is drawn from.
 *
 * @param finished cells with their outcomes, in the order of the study
 * @param records of the same cells, in the same order
 */
public record Evidence(Study study, List<Finished> finished, List<CellRecord> records) {

  public Evidence {
    finished = List.copyOf(finished);
    records = List.copyOf(records);
  }
}
