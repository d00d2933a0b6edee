package io.github.widthbench.experiment.condensation;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.condensation.Track.Event;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.Layers;
import io.github.widthbench.network.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Turns the path of one network into the outcome of a record. */
final class NetworkOutcome {

  /** Networks with more directions are not merged: it would save nothing, and take long. */
  private static final int MOST_DIRECTIONS = 64;

  private final Track track;
  private final Problem problem;
  private final CondensationCase cell;
  private final Layers end;
  private final double @Nullable [] testOutputs;
  private final Metrics metrics = new Metrics();

  /**
   * Of a path.
   *
   * @param end the trained network
   * @param testOutputs its outputs at the test points; null where there are none
   */
  NetworkOutcome(Track track, Layers end, double @Nullable [] testOutputs) {
    this.track = track;
    this.problem = track.problem();
    this.cell = track.cell();
    this.end = end;
    this.testOutputs = testOutputs;
  }

  Outcome write() {
    metrics.iterations(track.convergedAt(), cell.tolerances(), track::firstAtMost);
    metrics.loss(track.finalLoss(), track.residual(track.finalLoss()), "overflow");
    prediction();
    condensation();
    metrics.put("largestNorm", track.largestNorm(), "overflow");
    metrics.put("largestGrowth", track.largestGrowth());
    metrics.put("increases", track.increases());
    test();
    merging();
    track.alarm().ifPresent(alarm -> alarm.putTo(metrics));
    curve();
    boolean ended = track.convergedAt().isPresent() && track.alarm().isEmpty();
    return metrics.outcome(ended ? null : whyNotConverged(), new NetworkStatements(track).judge());
  }

  private void prediction() {
    Prediction prediction = track.prediction();
    String none =
        problem.depth() == 2
            ? "two layers grow exponentially and do not blow up"
            : "no linear term decides, or the start is exceptional";
    metrics.put("blowUpLower", prediction.lower(), none);
    metrics.put("blowUpUpper", prediction.upper(), none);
    metrics.put("escapeTime", track.escapeTime(), "the plateau was not left");
    metrics.put(
        "escapeRatio",
        track.escapeTime() / prediction.time(),
        "no escape, or no blow-up time to compare with");
    metrics.put("beta", problem.beta());
  }

  private void condensation() {
    Snapshot look = track.at(Event.ESCAPE).or(() -> track.at(Event.END)).orElseThrow();
    metrics.put("alignment", look.inputs().alignment(), "overflow");
    metrics.put(
        "effectiveRank",
        look.effectiveRank(),
        problem.depth() == 2 ? "two layers have no matrix between" : "too wide to be solved");
    Snapshot last = track.at(Event.END).orElseThrow();
    metrics.put(
        "effectiveNeurons",
        Merging.directions(
            last.rows(), cell.mergeCosine(), InputWeights.CARRIED, problem.activation()));
  }

  /** Root mean square of f − y over that of y, on points not trained on. */
  private void test() {
    String none = "no further points of this data and these labels";
    Optional<Dataset> test = problem.test();
    if (test.isEmpty() || testOutputs == null) {
      metrics.put("testError", Double.NaN, none);
      return;
    }
    double[] y = test.get().y();
    metrics.put("testError", Vectors.distance(testOutputs, y) / Vectors.norm(y), "overflow");
  }

  /** The small network that the condensed one amounts to. */
  private void merging() {
    int directions =
        Merging.directions(end.matrices().getFirst(), cell.mergeCosine(), 1, problem.activation());
    metrics.put("parameters", end.weightCount());
    if (directions > MOST_DIRECTIONS || !Double.isFinite(track.finalLoss())) {
      metrics.put("mergedParameters", Double.NaN, "more than 64 directions, or overflow");
      return;
    }
    Layers small = Merging.of(end, cell.mergeCosine());
    double[][] points = problem.data().x();
    metrics.put("mergedNeurons", small.hiddenSizes());
    metrics.put("mergedParameters", small.weightCount());
    double[] whole = end.outputs(points);
    metrics.put(
        "mergedError",
        Vectors.distance(small.outputs(points), whole) / Vectors.norm(whole),
        "outputs of 0");
    problem
        .test()
        .ifPresent(test ->
            metrics.put(
                "mergedTestError",
                Vectors.distance(small.outputs(test.x()), test.y()) / Vectors.norm(test.y()),
                "labels of 0"));
  }

  private void curve() {
    Chain chain = Chain.ofHidden(problem.sizes());
    for (Snapshot look : track.shown()) {
      SequencedMap<String, Object> point =
          metrics.point(cell.isFlow() ? (Number) look.time() : (Number) look.step());
      if (!cell.isFlow()) {
        point.put("time", look.time());
      }
      point.put("loss", look.loss());
      point.put("norm", look.norm());
      point.put("energy", look.energy());
      if (chain.layers() > 2 && problem.hasLinearTerm() && look.loss() > problem.escapeLoss()) {
        double rho = look.norm() * look.norm();
        double low = look.time() + chain.leastTime(rho) / problem.rate();
        double high = look.time() + chain.mostTime(rho, look.energy()) / problem.rate();
        Metrics.putFinite(point, "lower", low);
        Metrics.putFinite(point, "upper", high);
      }
      Metrics.putFinite(point, "effectiveRank", look.effectiveRank());
      Metrics.putFinite(point, "second", look.second());
      Metrics.putFinite(point, "alignment", look.inputs().alignment());
      point.put("cosines", look.cosines());
      track.watchedAt(look).forEach((name, value) -> Metrics.putFinite(point, name, value));
      List<Event> events = track.eventsAt(look);
      if (!events.isEmpty()) {
        List<String> names = new ArrayList<>();
        events.forEach(event -> names.add(event.name().toLowerCase(Locale.ROOT)));
        point.put("events", names);
        point.put("cosineMap", look.cosineMap());
      }
    }
  }

  private String whyNotConverged() {
    if (track.alarm().isPresent()) {
      return track.alarm().orElseThrow().reason();
    }
    return Double.isFinite(track.finalLoss())
        ? "cap of %d steps or time %s reached at residual %s"
            .formatted(cell.cap(), cell.stopTime(), track.residual(track.finalLoss()))
        : "overflow at t=" + track.steps();
  }
}
