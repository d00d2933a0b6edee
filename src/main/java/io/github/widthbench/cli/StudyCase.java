package io.github.widthbench.cli;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.math.Precision;
import io.github.widthbench.study.Study;
import java.util.List;
import java.util.Locale;

/** A study that has been read and checked, with the experiment that runs it. */
record StudyCase(Study study, Experiment experiment) {

  /** The precisions its cells compute in. */
  List<Precision> precisions() {
    return study.cells().stream()
        .map(cell -> cell.settings().text("precision"))
        .distinct()
        .map(label -> Precision.valueOf(label.toUpperCase(Locale.ROOT)))
        .toList();
  }
}
