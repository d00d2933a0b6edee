package io.github.widthbench.pilot;

import io.github.widthbench.experiment.Experiment.Finished;

/**
 * A cell that has run.
 *
 * @param seconds that it took
 */
record Tried(Finished finished, double seconds) {

  boolean converged() {
    return finished.outcome().flag("converged");
  }

  double steps() {
    return finished.steps();
  }
}
