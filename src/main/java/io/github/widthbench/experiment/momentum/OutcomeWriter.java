package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.network.Dag;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  private static final String METRIC = "outcome.";

  private final MomentumCase settings;
  private final Dag dag;
  private final Track track;
  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();

  OutcomeWriter(MomentumCase settings, Dag dag, Track track) {
    this.settings = settings;
    this.dag = dag;
    this.track = track;
  }

  /**
   * The outcome.
   *
   * @param blocks gradient norm of each block at the start
   * @param images how well an autoencoder keeps its inputs; null for other networks
   */
  Outcome write(double[] blocks, @Nullable Reconstruction images) {
    CellStatements statements = new CellStatements(dag, track, settings.stopGradient());
    training();
    certificate();
    path();
    network(blocks);
    if (images != null) {
      images(images);
    }
    track.alarm().ifPresent(alarm -> metrics.putAll(alarm.metrics()));
    return new Outcome(
        Status.OK,
        converged() && track.alarm().isEmpty() ? null : whyNotConverged(),
        metrics,
        reasons,
        track.curve(),
        statements.judge());
  }

  private boolean converged() {
    return track.firstMet() >= 0 && Double.isFinite(track.loss());
  }

  private void training() {
    metrics.put("converged", converged());
    metrics.put("iterations", converged() ? (Number) track.firstMet() : (Number) Double.NaN);
    if (!converged()) {
      reasons.put(METRIC + "iterations", "not converged");
    }
    counts("iterationsTo", settings.tolerances(), track::firstAtMost);
    if (!settings.lossTolerances().isEmpty()) {
      counts("iterationsToLoss", settings.lossTolerances(), track::firstLossAtMost);
    }
    number("finalLoss", track.loss(), "overflow");
    number("finalResidual", Math.sqrt(2 * track.loss() / settings.factor()), "overflow");
    number("finalGradient", track.gradient(), "overflow");
    metrics.put("clipped", false);
  }

  private void counts(String name, List<Double> tolerances, IntUnaryOperator first) {
    List<SequencedMap<String, Object>> list = new ArrayList<>();
    for (int i = 0; i < tolerances.size(); i++) {
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("tolerance", tolerances.get(i));
      int step = first.applyAsInt(i);
      entry.put("iterations", step < 0 ? (Number) Double.NaN : (Number) step);
      if (step < 0) {
        reasons.put(METRIC + name + "." + i + ".iterations", "not reached");
      }
      list.add(entry);
    }
    metrics.put(name, list);
  }

  private void certificate() {
    metrics.put("increases", track.increases());
    number("sumSquaredGradients", track.sumSquaredGradients(), "overflow");
    boolean guaranteed = track.rule().kind() != Kind.HEAVY_BALL;
    number(
        "certificate",
        guaranteed ? track.certificate(track.lipschitz()) : Double.NaN,
        guaranteed ? "tau is not below eta" : "there is none for the heavy ball");
    double bound = (track.startLoss() - track.loss()) / track.beta(track.lipschitz());
    number(
        "sumBound",
        guaranteed && track.beta(track.lipschitz()) > 0 ? bound : Double.NaN,
        "the certificate is not below 1");
    metrics.put("coveredSteps", guaranteed ? track.covered().steps() : 0);
    metrics.put("learningRate", track.rule().learningRate());
    metrics.put("momentum", track.rule().momentum());
    number("lipschitzStart", track.startLipschitz(), "overflow");
    number("lipschitz", track.lipschitz(), "overflow");
  }

  private void path() {
    number("stepLow", track.lowestRatio(), "no step was taken");
    number("stepHigh", track.highestRatio(), "no step was taken");
    number("length", track.length(), "overflow");
    number("tail", track.tail(), "|g| did not fall through two decades");
    number("largestWeights", track.largestWeights(), "overflow");
  }

  private void network(double[] blocks) {
    metrics.put("weightCount", dag.weightCount());
    metrics.put("edges", dag.edges().size());
    List<SequencedMap<String, Object>> list = new ArrayList<>();
    List<String> ids =
        dag.order().stream()
            .map(place -> dag.blocks().get(place).id())
            .filter(id -> !dag.isInput(id))
            .toList();
    for (int i = 0; i < blocks.length; i++) {
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("block", ids.get(i));
      entry.put("gradient", blocks[i]);
      list.add(entry);
    }
    metrics.put("blockGradients", list);
    number("gradientRatio", blocks[0] / blocks[blocks.length - 1], "the gradient is 0");
  }

  private void images(Reconstruction images) {
    put("meanSquare", "psnr", "ssim", images);
    number("bestLinearMeanSquare", images.best(), "the network has no code");
    number("bestLinearPsnr", images.bestPsnr(), "the network has no code");
    Reconstruction heldOut = images.heldOut();
    if (heldOut != null) {
      put("heldOutMeanSquare", "heldOutPsnr", "heldOutSsim", heldOut);
    }
  }

  private void put(String meanSquare, String psnr, String ssim, Reconstruction images) {
    number(meanSquare, images.meanSquare(), "overflow");
    number(psnr, images.psnr(), "overflow");
    number(ssim, images.ssim(), "inputs are no square images");
  }

  private void number(String name, double value, String reason) {
    boolean finite = Double.isFinite(value);
    metrics.put(name, finite ? value : Double.NaN);
    if (!finite) {
      reasons.put(METRIC + name, reason);
    }
  }

  private String whyNotConverged() {
    if (track.alarm().isPresent()) {
      return track.alarm().orElseThrow().reason();
    }
    return Double.isFinite(track.loss())
        ? "cap of %d steps reached at gradient %s".formatted(track.steps(), track.gradient())
        : "overflow at t=" + track.steps();
  }
}
