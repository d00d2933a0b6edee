package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.spectrum.Spectrum;
import io.github.widthbench.training.GradientDescent.Observer;
import io.github.widthbench.training.Recipe;
import io.github.widthbench.training.StopRule;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The runs that mini-batches are compared with, from the same starts: full-batch descent with the
 * same steps, and the gradient flow over the same time. The flow is followed by full-batch descent
 * with steps of a quarter and an eighth, from which L. Richardson's rule takes the first order of
 * the step.
 */
final class Companions {

  private static final int QUARTER = 4;
  private static final int EIGHTH = 8;

  /** Runs of the length of the one compared, itself included. */
  static final int RUNS = 2 + QUARTER + EIGHTH;

  private static final int MOST_STEPS = 1 << 20;

  private final Descent descent;
  private final ExponentialCase shared;
  private final Problem problem;
  private final Runnable breathe;

  Companions(Descent descent, ExponentialCase shared, Problem problem, Runnable breathe) {
    this.descent = descent;
    this.shared = shared;
    this.problem = problem;
    this.breathe = breathe;
  }

  /** How far one run with batches is from its companions at its end; NaN where one is missing. */
  record Distances(double toDescent, double toFlow, double descentToFlow) {

    void putTo(Metrics metrics) {
      String why = "overflow, or more than " + MOST_STEPS + " steps of the flow";
      metrics.put("distanceToDescent", toDescent, why);
      metrics.put("distanceToFlow", toFlow, why);
      metrics.put("descentToFlow", descentToFlow, why);
    }
  }

  /** Adds the distances at every point to the curves, and gives those at the ends. */
  List<Distances> of(Practice practice, List<Progress> runs) {
    NavigableSet<Integer> at = new TreeSet<>();
    runs.forEach(run -> at.addAll(run.outputs().keySet()));
    Optional<Recipe> full = practice.wholeRecipe();
    boolean flows = at.last() <= MOST_STEPS / EIGHTH;
    List<SortedMap<Integer, double[]>> whole = outputs(1, at, full);
    List<SortedMap<Integer, double[]>> quarter = flows ? outputs(QUARTER, at, full) : List.of();
    List<SortedMap<Integer, double[]>> eighth = flows ? outputs(EIGHTH, at, full) : List.of();
    List<Distances> distances = new ArrayList<>();
    for (int b = 0; b < runs.size(); b++) {
      SortedMap<Integer, double[]> flow =
          flows ? flow(quarter.get(b), eighth.get(b)) : new TreeMap<>();
      distances.add(distances(runs.get(b), whole.get(b), flow));
    }
    return distances;
  }

  private static Distances distances(
      Progress run, SortedMap<Integer, double[]> descent, SortedMap<Integer, double[]> flow) {
    for (SequencedMap<String, Object> point : run.curve()) {
      int t = (int) Objects.requireNonNull(point.get("t"));
      double[] outputs = run.outputs().get(t);
      Metrics.putFinite(point, "distanceToDescent", rms(outputs, descent.get(t)));
      Metrics.putFinite(point, "distanceToFlow", rms(outputs, flow.get(t)));
    }
    int last = run.outputs().lastKey();
    double[] outputs = run.outputs().get(last);
    return new Distances(
        rms(outputs, descent.get(last)),
        rms(outputs, flow.get(last)),
        rms(descent.get(last), flow.get(last)));
  }

  /** F at the steps {@code at} of each full-batch network, by steps of one part each. */
  private List<SortedMap<Integer, double[]>> outputs(
      int parts, NavigableSet<Integer> at, Optional<Recipe> full) {
    int count = descent.rates().length;
    List<SortedMap<Integer, double[]>> outputs = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      outputs.add(new TreeMap<>());
    }
    NavigableSet<Integer> fine = new TreeSet<>();
    at.forEach(step -> fine.add(parts * step));
    int last = fine.last();
    try (TwoLayers networks = shared.networks(descent.ops(), problem.inputDim(), descent.seeds());
        Tensor f =
            descent.ops().allocate(Precision.FP64, new Shape(count, 1, problem.sampleCount()))) {
      Observer keeper =
          new Observer() {
            @Override
            public void record(int step, boolean[] active) {
              for (int b = 0; b < count && step % parts == 0; b++) {
                if (active[b]) {
                  outputs.get(b).put(step / parts, f.replicas(b, b + 1).toArray());
                }
              }
            }

            @Override
            public void breathe() {
              breathe.run();
            }
          };
      StopRule stop = new StopRule(0, last, last);
      descent.shorter(parts).run(networks, f, stop, full, fine, keeper);
    }
    return outputs;
  }

  private static SortedMap<Integer, double[]> flow(
      SortedMap<Integer, double[]> quarter, SortedMap<Integer, double[]> eighth) {
    SortedMap<Integer, double[]> flow = new TreeMap<>();
    eighth.forEach((step, fine) -> {
      double[] coarse = quarter.getOrDefault(step, new double[0]);
      double[] limit = new double[coarse.length];
      for (int i = 0; i < limit.length; i++) {
        limit[i] = 2 * fine[i] - coarse[i];
      }
      flow.put(step, limit);
    });
    return flow;
  }

  /** Root mean square of the differences; NaN where one of the runs has overflowed before. */
  private static double rms(double @Nullable [] f, double @Nullable [] g) {
    if (f == null || g == null || f.length != g.length) {
      return Double.NaN;
    }
    return Spectrum.frobeniusDistance(f, g) / Math.sqrt(f.length);
  }
}
