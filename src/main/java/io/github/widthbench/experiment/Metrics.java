package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Outcome.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a cell in the making: metrics in the order of a record, each that is missing with
 * its reason, and the points of the curve.
 */
public final class Metrics {
  private static final String METRIC = "outcome.";

  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();
  private final List<SequencedMap<String, Object>> curve = new ArrayList<>();

  /** Puts a metric that is always there. */
  public void put(String name, Object value) {
    metrics.put(name, value);
  }

  /** Puts a number; where it is not finite, NaN and the reason, as it reads again from a record. */
  public void put(String name, double value, String whyNot) {
    boolean finite = Double.isFinite(value);
    metrics.put(name, finite ? value : Double.NaN);
    if (!finite) {
      because(name, whyNot);
    }
  }

  /** Puts a whole number, or NaN and the reason. */
  public void put(String name, OptionalInt value, String whyNot) {
    metrics.put(name, orNaN(value));
    if (value.isEmpty()) {
      because(name, whyNot);
    }
  }

  /** Says why a metric is missing, or what it does not mean. */
  public void because(String name, String why) {
    reasons.put(METRIC + name, why);
  }

  /**
   * Puts whether training converged, after how many steps, and when it reached each tolerance.
   *
   * @param firstAtMost the first step with a residual of at most that
   */
  public void iterations(
      OptionalInt reached, List<Double> tolerances, DoubleFunction<OptionalInt> firstAtMost) {
    metrics.put("converged", reached.isPresent());
    put("iterations", reached, "not converged");
    firstSteps("iterationsTo", tolerances, firstAtMost);
  }

  /** Puts the list {@code name} of the first step that reached each tolerance. */
  public void firstSteps(
      String name, List<Double> tolerances, DoubleFunction<OptionalInt> firstAtMost) {
    List<SequencedMap<String, Object>> all = new ArrayList<>();
    for (double tolerance : tolerances) {
      OptionalInt first = firstAtMost.apply(tolerance);
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("tolerance", tolerance);
      entry.put("iterations", orNaN(first));
      if (first.isEmpty()) {
        because(name + "." + all.size() + ".iterations", "not reached");
      }
      all.add(entry);
    }
    metrics.put(name, all);
  }

  /** Puts the loss and the residual at the end of a training that clips nothing. */
  public void loss(double loss, double residual, String whyNot) {
    put("finalLoss", loss, whyNot);
    put("finalResidual", residual, whyNot);
    metrics.put("clipped", false);
  }

  /** A new point of the curve, to be filled; {@code t} is a time or a step. */
  public SequencedMap<String, Object> point(Number t) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", t);
    curve.add(point);
    return point;
  }

  /** Puts a number into a point unless there is none. */
  public static void putFinite(SequencedMap<String, Object> point, String name, double value) {
    if (Double.isFinite(value)) {
      point.put(name, value);
    }
  }

  /**
   * The outcome, with the curve of the points made here.
   *
   * @param whyNotConverged null where training converged
   */
  public Outcome outcome(@Nullable String whyNotConverged, List<Verdict> verdicts) {
    return outcome(whyNotConverged, curve, verdicts, List.of());
  }

  /** The outcome, with a curve made elsewhere. */
  public Outcome outcome(
      @Nullable String whyNotConverged,
      List<SequencedMap<String, Object>> shown,
      List<Verdict> verdicts,
      List<String> cautions) {
    return new Outcome(Status.OK, whyNotConverged, metrics, reasons, shown, verdicts, cautions);
  }

  private static Number orNaN(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : (Number) Double.NaN;
  }
}
