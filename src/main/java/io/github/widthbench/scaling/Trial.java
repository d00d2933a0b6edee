package io.github.widthbench.scaling;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.results.CellRecord.Timing;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A cell that ended well, and what it took. */
record Trial(Finished finished, Timing timing) {

  static final String WIDTH = "width";

  boolean converged() {
    return finished.outcome().flag("converged");
  }

  /** A metric, NaN where absent. */
  double metric(String name) {
    return finished.outcome().number(name);
  }

  /** Iterations; +∞ for a cell that needs more than it was given. */
  double iterations() {
    double iterations = metric("iterations");
    return Double.isNaN(iterations) ? Double.POSITIVE_INFINITY : iterations;
  }

  /** Seconds until it converged; +∞ where it did not. */
  double secondsToTolerance() {
    return converged() ? timing.seconds() : Double.POSITIVE_INFINITY;
  }

  /** Joules until it converged; +∞ where it did not, NaN where nobody can tell. */
  double joulesToTolerance() {
    return converged() || Double.isNaN(timing.joules())
        ? timing.joules()
        : Double.POSITIVE_INFINITY;
  }

  double stepSeconds() {
    return timing.seconds() / Math.max(1, finished.steps());
  }

  /** Width, 0 where it has none. */
  int width() {
    Settings settings = finished.cell().settings();
    return settings.has(WIDTH) ? Math.toIntExact(settings.integer(WIDTH)) : 0;
  }

  /** What names the seed: all axes that replicate. */
  Object seed() {
    SequencedMap<String, Object> seeds = new LinkedHashMap<>(finished.cell().coordinates());
    seeds.keySet().retainAll(Replicates.SEEDS);
    return seeds;
  }

  /** The values of its axes, those of {@code axes} aside. */
  SequencedMap<String, Object> without(Collection<String> axes) {
    SequencedMap<String, Object> left = new LinkedHashMap<>(finished.cell().coordinates());
    left.keySet().removeAll(axes);
    return left;
  }

  /** The values of its axes but seeds and {@code axes}. */
  SequencedMap<String, Object> setting(String... axes) {
    List<String> within = new ArrayList<>(Replicates.SEEDS);
    within.addAll(List.of(axes));
    return without(within);
  }
}
