package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The outcome of a cell in the making. */
final class Metrics {
  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();
  private final List<SequencedMap<String, Object>> curve = new ArrayList<>();

  void put(String name, Object value) {
    metrics.put(name, value);
  }

  /** A number that may not be there. */
  void put(String name, double value, String whyNot) {
    metrics.put(name, value);
    if (!Double.isFinite(value)) {
      reasons.put("outcome." + name, whyNot);
    }
  }

  private void put(String name, OptionalInt value, String whyNot) {
    metrics.put(name, orNaN(value));
    if (value.isEmpty()) {
      reasons.put("outcome." + name, whyNot);
    }
  }

  /** Converged or not, with the steps to the stop rule and to each tolerance. */
  void iterations(
      OptionalInt reached, List<Double> tolerances, DoubleFunction<OptionalInt> firstAtMost) {
    metrics.put("converged", reached.isPresent());
    put("iterations", reached, "not converged");
    List<SequencedMap<String, Object>> all = new ArrayList<>();
    for (double tolerance : tolerances) {
      OptionalInt first = firstAtMost.apply(tolerance);
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("tolerance", tolerance);
      entry.put("iterations", orNaN(first));
      if (first.isEmpty()) {
        reasons.put("outcome.iterationsTo." + all.size() + ".iterations", "not reached");
      }
      all.add(entry);
    }
    metrics.put("iterationsTo", all);
  }

  void loss(double loss, double residual, String whyNot) {
    put("finalLoss", loss, whyNot);
    put("finalResidual", residual, whyNot);
    metrics.put("clipped", false);
  }

  /** A new point of the curve, to be filled. */
  SequencedMap<String, Object> point(double t) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", t);
    curve.add(point);
    return point;
  }

  /** A new point at a step. */
  SequencedMap<String, Object> point(int step) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", step);
    curve.add(point);
    return point;
  }

  /** Puts a number into a point unless there is none. */
  static void putFinite(SequencedMap<String, Object> point, String name, double value) {
    if (Double.isFinite(value)) {
      point.put(name, value);
    }
  }

  Outcome outcome(@Nullable String whyNotConverged, List<Verdict> verdicts) {
    return new Outcome(Status.OK, whyNotConverged, metrics, reasons, curve, verdicts);
  }

  /** A whole number, or NaN, which a record shows as null with its reason. */
  private static Number orNaN(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : (Number) Double.NaN;
  }
}
