package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.training.DormandPrince;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * One cell of the effective dynamics of two layers, the contrast: it is followed by the integrator
 * that follows three layers, and held to the closed form.
 */
final class TwoLayerRun {
  private static final double TOLERANCE = 1e-14;
  private static final double ROUNDING = 1e-9;

  /** Times that a curve has besides those asked for. */
  private static final double[] TIMES = {0, 1, 2, 4, 8};

  private final CondensationCase cell;
  private final Watch watch;
  private final State start;
  private final Metrics metrics = new Metrics();

  TwoLayerRun(CondensationCase cell, Watch watch) {
    this.cell = cell;
    this.watch = watch;
    start = cell.start();
  }

  Outcome run() {
    NavigableSet<Double> times = cell.recordAt();
    Arrays.stream(TIMES).forEach(times::add);
    Chain chain = start.chain();
    DormandPrince flow =
        new DormandPrince((y, slope) -> chain.energy(y, slope), start.theta(), TOLERANCE);
    Neurons neurons = Neurons.of(start);
    double worst = 0;
    int steps = 0;
    for (double time : times) {
      while (flow.time() < time && flow.step(time)) {
        watch.check();
        steps++;
      }
      State state = new State(chain, flow.state(), start.perpendicular());
      worst = Math.max(worst, Neurons.of(state).distance(neurons.at(time)));
      SequencedMap<String, Object> point = metrics.point(time);
      point.put("norm", Math.sqrt(Chain.rho(flow.state())));
      point.put("energy", chain.energy(flow.state()));
      point.put("alignment", state.inputs().alignment());
      point.put("cosines", Arrays.stream(state.inputs().cosines()).boxed().limit(64).toList());
    }
    InputWeights inputs = new State(chain, flow.state(), start.perpendicular()).inputs();
    String none = "two layers grow as e^t and do not blow up";
    int taken = steps;
    metrics.iterations(OptionalInt.of(taken), cell.tolerances(), _ -> OptionalInt.empty());
    metrics.loss(Double.NaN, Double.NaN, "the effective dynamics has no loss");
    metrics.put("blowUpLower", Double.POSITIVE_INFINITY, none);
    metrics.put("blowUpUpper", Double.POSITIVE_INFINITY, none);
    metrics.put("alignment", inputs.alignment());
    metrics.put("effectiveNeurons", inputs.effectiveNeurons());
    metrics.put("effectiveRank", Double.NaN, "two layers have no matrix between");
    metrics.put("escapeTime", Double.NaN, "the effective dynamics has no plateau to leave");
    Statements statements = new Statements();
    statements.atMost(Statements.TWO_LAYER, worst, ROUNDING);
    return metrics.outcome(null, statements.all(cell));
  }
}
