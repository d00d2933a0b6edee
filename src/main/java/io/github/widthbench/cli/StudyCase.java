package io.github.widthbench.cli;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Capability;
import io.github.widthbench.backend.Preference;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.math.Precision;
import io.github.widthbench.measure.Crossover;
import io.github.widthbench.study.Cell;
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

  /**
   * Whether a backend is to run it that nobody named: a GPU where it was measured to be faster in
   * steps as large as the largest of this study.
   */
  Preference.Advice preferred(Capability usable) {
    if (usable.kind() != BackendKind.CUDA) {
      return Preference.Advice.TAKE;
    }
    return Crossover.Table.ofUser()
        .find(usable, precisions().getFirst())
        .map(crossover -> crossover.advise(largestStepFlops()))
        .orElseGet(() -> Preference.WITHOUT_FIGURES.on(usable));
  }

  private double largestStepFlops() {
    try (Backend planner = Backends.open(BackendKind.CPU, 1)) {
      return study.cells().stream().mapToDouble(cell -> stepFlops(cell, planner)).max().orElse(0);
    }
  }

  private double stepFlops(Cell cell, Backend planner) {
    try {
      Cost cost = experiment.cost(cell, planner);
      return cost.flops() / Math.max(1, cost.iterations());
    } catch (InfeasibleException e) {
      return 0; // its record will say why
    }
  }
}
