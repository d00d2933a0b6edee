package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one network passed through. It knows the rule that the study declares, and judges nothing:
 * it keeps sums and extremes of what was measured.
 */
final class Track {

  /** A rise of E by less than this part of it does not count as an increase. */
  private static final double COUNTED = 1e-15;

  /**
   * The curvature is known by lower bounds, at some points of the path only: everything is judged
   * with so much more of it.
   */
  static final double SLACK = 1.1;

  private static final double LARGEST_NORM = 1e150;

  /** Decades of |g| whose lengths are kept: from 1e-20 to 1e20. */
  private static final int DECADES = 20;

  private final Rule rule;
  private final Noise noise;
  private final double[] lengthAbove = new double[2 * DECADES + 1];
  private final FirstSteps gradients;
  private final FirstSteps losses;
  private final List<SequencedMap<String, Object>> curve = new ArrayList<>();

  private int steps;
  private double loss = Double.NaN;
  private double gradient = Double.NaN;
  private double lastStep;
  private double lastFactor;
  private double startLoss = Double.NaN;
  private int firstMet = -1;
  private int increases;
  private double ratio = Double.NEGATIVE_INFINITY;
  private boolean stillCovered = true;
  private Covered covered = new Covered(0, 0, 0, Double.NEGATIVE_INFINITY, 0);
  private boolean roseNow;
  private double sumSquaredGradients;
  private double worstBand = Double.NEGATIVE_INFINITY;
  private double lowestRatio = Double.POSITIVE_INFINITY;
  private double highestRatio = Double.NEGATIVE_INFINITY;
  private double length;
  private double lipschitz;
  private double startLipschitz = Double.NaN;
  private double largestWeights;
  private double curvature = Double.NaN;
  private @Nullable Alarm alarm;
  private double anchorLoss = Double.NaN;
  private int anchorStep;
  private final List<Stretch> stretches = new ArrayList<>();

  /**
   * How far the weights went between two steps.
   *
   * @param squaredDistance |w_to − w_from|², from the weights themselves
   * @param drop E_from − E_to
   */
  record Stretch(int from, int to, double squaredDistance, double drop) {}

  /**
   * The steps, from the first on, that the certificate covered.
   *
   * @param drop E_0 less E after them
   * @param sumSquaredGradients Σ|g|² over them
   * @param worstRatio largest E_{n+1}/E_n, less what rounding may have added
   * @param lipschitz largest |∇²E| measured until then
   */
  record Covered(
      int steps, double drop, double sumSquaredGradients, double worstRatio, double lipschitz) {}

  Track(Rule rule, Noise noise, List<Double> tolerances, List<Double> lossTolerances) {
    this.rule = rule;
    this.noise = noise;
    this.gradients = new FirstSteps(tolerances);
    this.losses = new FirstSteps(lossTolerances);
  }

  /** The network is at step {@code step} with this E and |g|. */
  void arrive(int step, double newLoss, double newGradient) {
    roseNow = false;
    if (step == 0) {
      startLoss = newLoss;
      anchorLoss = newLoss;
    } else {
      increases += newLoss > loss * (1 + COUNTED) ? 1 : 0;
      ratio = (newLoss - noise.of(loss)) / loss;
      roseNow = ratio > 1;
    }
    steps = step;
    loss = newLoss;
    gradient = newGradient;
    gradients.see(step, newGradient);
    losses.see(step, newLoss);
    for (int k = 0; k < lengthAbove.length && newGradient >= decade(k); k++) {
      lengthAbove[k] = length;
    }
  }

  private static double decade(int k) {
    return StrictMath.pow(10, k - DECADES);
  }

  /** From here a step of length {@code step} was taken, with the factor τ_n. */
  void leave(double step, double factor) {
    sumSquaredGradients += gradient * gradient;
    // beyond 1e154 squares overflow
    if (gradient > 0 && gradient < LARGEST_NORM && step < LARGEST_NORM) {
      double relative = step / gradient;
      double reach = rule.kind() == Kind.ADAPTIVE && steps > 0 ? rule.momentum() : 0;
      double low = rule.learningRate() - reach;
      double over = relative / (rule.learningRate() + reach);
      worstBand = Math.max(worstBand, Math.max(over, low > 0 ? low / relative : 0));
      lowestRatio = Math.min(lowestRatio, relative / rule.learningRate());
      highestRatio = Math.max(highestRatio, relative / rule.learningRate());
    }
    length += step;
    lastStep = step;
    lastFactor = factor;
  }

  /** The stop rule is met here. */
  void meet() {
    firstMet = firstMet < 0 ? steps : firstMet;
  }

  /**
   * First step that met the stop rule; training may have gone on to later points. None if it
   * diverged there.
   */
  OptionalInt converged() {
    return firstMet >= 0 && Double.isFinite(loss) ? OptionalInt.of(firstMet) : OptionalInt.empty();
  }

  /** A lower bound of |∇²E| measured here. */
  void curvature(double norm) {
    if (Double.isNaN(startLipschitz)) {
      startLipschitz = norm;
    }
    lipschitz = Math.max(lipschitz, norm);
    curvature = norm;
  }

  /** What monitors may ask for here. */
  SequencedMap<String, Double> watched(Monitors monitors, double weights) {
    return monitors.read(name ->
        switch (name) {
          case Monitors.WEIGHT_NORM -> weights;
          case Monitors.GRADIENT_NORM -> gradient;
          case Monitors.STEP_CURVATURE -> rule.learningRate() * curvature;
          default -> throw new IllegalStateException("monitors passed the schema");
        });
  }

  /** A monitor has ended the run. */
  void end(Alarm by) {
    alarm = by;
  }

  /** The monitor that ended the run, if one did. */
  Optional<Alarm> alarm() {
    return Optional.ofNullable(alarm);
  }

  /** All is measured here: the step that led here is covered, or it and all later ones are not. */
  void cover() {
    stillCovered &= Double.isFinite(loss) && SLACK * certificate(lipschitz) < 1;
    if (stillCovered) {
      double worst = Math.max(covered.worstRatio(), ratio);
      covered = new Covered(steps, startLoss - loss, sumSquaredGradients, worst, lipschitz);
    }
  }

  /** |w| here, and |w − w_anchor|² from the last anchor; with {@code anchors} this is the next. */
  void weights(double norm, double squaredDistance, boolean anchors) {
    largestWeights = Math.max(largestWeights, norm);
    if (steps > anchorStep) {
      stretches.add(new Stretch(anchorStep, steps, squaredDistance, anchorLoss - loss));
    }
    if (anchors) {
      anchorStep = steps;
      anchorLoss = loss;
    }
  }

  /** Adds a point to the curve. */
  void show(double weights, Map<String, Double> watched) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", steps);
    point.put("loss", loss);
    point.put("gradient", gradient);
    point.put("step", lastStep);
    point.put("momentum", lastFactor);
    point.put("lipschitz", lipschitz);
    point.put("weights", weights);
    point.putAll(watched);
    curve.add(point);
  }

  /** η·L(1+s)²/(2(1−s)) with s = τ/η: below 1 every step decreases E. */
  double certificate(double l) {
    double s = ratio();
    return s < 1
        ? rule.learningRate() * l * (1 + s) * (1 + s) / (2 * (1 - s))
        : Double.POSITIVE_INFINITY;
  }

  /** β of E_{n+1} ≤ E_n − β|g_n|². */
  double beta(double l) {
    double s = ratio();
    double eta = rule.learningRate();
    return eta * (1 - s) - l / 2 * eta * eta * (1 + s) * (1 + s);
  }

  /** s = τ/η. */
  double ratio() {
    return rule.kind() == Kind.ADAPTIVE ? rule.momentum() / rule.learningRate() : 0;
  }

  /** Length of the path while |g| fell through its last decade, over that of the decade before. */
  double tail() {
    int k = 0;
    while (k < lengthAbove.length && decade(k) < gradient) {
      k++;
    }
    if (k + 2 >= lengthAbove.length) {
      return Double.NaN;
    }
    double last = lengthAbove[k] - lengthAbove[k + 1];
    return last / (lengthAbove[k + 1] - lengthAbove[k + 2]);
  }

  /** First step with |g| at most one of the tolerances. */
  OptionalInt firstAtMost(double tolerance) {
    return gradients.atMost(tolerance);
  }

  /** First step with E at most one of the loss tolerances. */
  OptionalInt firstLossAtMost(double tolerance) {
    return losses.atMost(tolerance);
  }

  Rule rule() {
    return rule;
  }

  Noise noise() {
    return noise;
  }

  int steps() {
    return steps;
  }

  double loss() {
    return loss;
  }

  double startLoss() {
    return startLoss;
  }

  double gradient() {
    return gradient;
  }

  int increases() {
    return increases;
  }

  /** Whether E has just risen, by more than rounding. */
  boolean roseNow() {
    return roseNow;
  }

  Covered covered() {
    return covered;
  }

  double sumSquaredGradients() {
    return sumSquaredGradients;
  }

  /** How far the worst step was outside its band: at most 1 where none was. */
  double worstBand() {
    return worstBand;
  }

  /** Smallest |Δw|/(η|g|). */
  double lowestRatio() {
    return lowestRatio;
  }

  /** Largest |Δw|/(η|g|). */
  double highestRatio() {
    return highestRatio;
  }

  /** Σ|Δw|. */
  double length() {
    return length;
  }

  /** Largest |∇²E| measured on the way. */
  double lipschitz() {
    return lipschitz;
  }

  double startLipschitz() {
    return startLipschitz;
  }

  double largestWeights() {
    return largestWeights;
  }

  List<Stretch> stretches() {
    return stretches;
  }

  List<SequencedMap<String, Object>> curve() {
    return curve;
  }
}
