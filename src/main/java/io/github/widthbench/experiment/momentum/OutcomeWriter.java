package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.network.Dag;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  private final MomentumCase settings;
  private final Dag dag;
  private final Track track;
  private final Metrics metrics = new Metrics();

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
    track.alarm().ifPresent(alarm -> alarm.putTo(metrics));
    return metrics.outcome(
        track.converged().isPresent() && track.alarm().isEmpty() ? null : whyNotConverged(),
        track.curve(),
        statements.judge(),
        List.of());
  }

  private void training() {
    metrics.iterations(track.converged(), settings.tolerances(), track::firstAtMost);
    if (!settings.lossTolerances().isEmpty()) {
      metrics.firstSteps("iterationsToLoss", settings.lossTolerances(), track::firstLossAtMost);
    }
    metrics.loss(track.loss(), Math.sqrt(2 * track.loss() / settings.factor()), "overflow");
    metrics.put("finalGradient", track.gradient(), "overflow");
  }

  private void certificate() {
    metrics.put("increases", track.increases());
    metrics.put("sumSquaredGradients", track.sumSquaredGradients(), "overflow");
    boolean guaranteed = track.rule().kind() != Kind.HEAVY_BALL;
    metrics.put(
        "certificate",
        guaranteed ? track.certificate(track.lipschitz()) : Double.NaN,
        guaranteed ? "tau is not below eta" : "there is none for the heavy ball");
    double bound = (track.startLoss() - track.loss()) / track.beta(track.lipschitz());
    metrics.put(
        "sumBound",
        guaranteed && track.beta(track.lipschitz()) > 0 ? bound : Double.NaN,
        "the certificate is not below 1");
    metrics.put("coveredSteps", guaranteed ? track.covered().steps() : 0);
    metrics.put("learningRate", track.rule().learningRate());
    metrics.put("momentum", track.rule().momentum());
    metrics.put("lipschitzStart", track.startLipschitz(), "overflow");
    metrics.put("lipschitz", track.lipschitz(), "overflow");
  }

  private void path() {
    metrics.put("stepLow", track.lowestRatio(), "no step was taken");
    metrics.put("stepHigh", track.highestRatio(), "no step was taken");
    metrics.put("length", track.length(), "overflow");
    metrics.put("tail", track.tail(), "|g| did not fall through two decades");
    metrics.put("largestWeights", track.largestWeights(), "overflow");
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
    metrics.put("gradientRatio", blocks[0] / blocks[blocks.length - 1], "the gradient is 0");
  }

  private void images(Reconstruction images) {
    put("meanSquare", "psnr", "ssim", images);
    metrics.put("bestLinearMeanSquare", images.best(), "the network has no code");
    metrics.put("bestLinearPsnr", images.bestPsnr(), "the network has no code");
    Reconstruction heldOut = images.heldOut();
    if (heldOut != null) {
      put("heldOutMeanSquare", "heldOutPsnr", "heldOutSsim", heldOut);
    }
  }

  private void put(String meanSquare, String psnr, String ssim, Reconstruction images) {
    metrics.put(meanSquare, images.meanSquare(), "overflow");
    metrics.put(psnr, images.psnr(), "overflow");
    metrics.put(ssim, images.ssim(), "inputs are no square images");
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
