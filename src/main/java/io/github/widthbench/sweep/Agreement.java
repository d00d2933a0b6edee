package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.math.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether two trainings of one cell came to the same. Numbers may differ by the tolerance times
 * their scale: losses and residuals by their largest value on the path, eigenvalues and distances
 * by the largest eigenvalue, all by their own size. Counts of steps may differ by one and by the
 * share √tolerance: close to its end the residual is small against its scale and a little rounding
 * moves its crossing. Where the counts differ, values at the end are those of different steps and
 * get √tolerance too.
 *
 * @param tolerance relative to the scale
 */
record Agreement(double tolerance) {

  /** Standard deviations, so that a sound backend does not fail by chance. */
  private static final double DEVIATIONS = 8;

  private static final List<String> FLAGS = List.of("converged", "clipped");
  private static final List<String> AT_START =
      List.of("lambdaMin", "lambdaMax", "lambdaMinInfinite", "lambdaMaxInfinite", "gramDistance");
  private static final List<String> AT_END =
      List.of("finalLoss", "finalResidual", "lambdaMinFinal", "movement", "maxMovement", "drift");

  /**
   * The one tolerance of a check. The errors of k roundings add up to about √k·u, k being the width
   * times the steps; and never less than √u, half the digits, for what a training amplifies.
   */
  static double tolerance(Precision precision, double width, double steps) {
    double u = precision.unitRoundoff();
    return Math.max(Math.sqrt(u), DEVIATIONS * Math.sqrt(width * steps) * u);
  }

  /** The steps of a training: its last recorded point, or where it converged. */
  static double steps(Outcome outcome) {
    double converged = outcome.number("iterations");
    return Math.max(largest(outcome, "t"), Double.isNaN(converged) ? 1 : converged);
  }

  /** The first metric in which {@code found} is not {@code expected}, in words. */
  Optional<String> difference(Outcome found, Outcome expected) {
    return Stream.of(
            status(found, expected),
            FLAGS.stream().flatMap(name -> flag(name, found, expected).stream()).findFirst(),
            counts(found, expected),
            values(found, expected))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> status(Outcome found, Outcome expected) {
    return found.status() == expected.status()
        ? Optional.empty()
        : Optional.of(
            "status is %s, the fp64 reference's is %s (%s)"
                .formatted(found.status().label(), expected.status().label(), expected.reason()));
  }

  private static Optional<String> flag(String name, Outcome found, Outcome expected) {
    return found.flag(name) == expected.flag(name)
        ? Optional.empty()
        : Optional.of(
            "%s is %s, the fp64 reference has %s (tolerance none)"
                .formatted(name, found.flag(name), expected.flag(name)));
  }

  private Optional<String> counts(Outcome found, Outcome expected) {
    Optional<String> total =
        count("iterations", found.number("iterations"), expected.number("iterations"));
    List<Map<String, Object>> to = expected.list("iterationsTo");
    List<Map<String, Object>> foundTo = found.list("iterationsTo");
    for (int i = 0; i < to.size() && total.isEmpty(); i++) {
      Object entry = i < foundTo.size() ? foundTo.get(i).get("iterations") : null;
      total = count("iterationsTo." + i, number(entry), number(to.get(i).get("iterations")));
    }
    return total;
  }

  private Optional<String> count(String name, double found, double expected) {
    return compare(name, found, expected, 1 + Math.sqrt(tolerance) * Math.abs(expected));
  }

  private Optional<String> values(Outcome found, Outcome expected) {
    double atEnd =
        same(found.number("iterations"), expected.number("iterations"))
            ? tolerance
            : Math.sqrt(tolerance);
    return Stream.concat(
            AT_START.stream().map(name -> value(name, found, expected, tolerance)),
            AT_END.stream().map(name -> value(name, found, expected, atEnd)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> value(
      String name, Outcome found, Outcome expected, double relative) {
    double value = expected.number(name);
    double scale = Math.max(Math.abs(value), scale(name, expected));
    return compare(name, found.number(name), value, relative * scale);
  }

  /** What a metric's error is relative to, besides its own size; 0 where nothing is known. */
  private static double scale(String name, Outcome expected) {
    double loss = largest(expected, "loss");
    return switch (name) {
      case "finalLoss" -> loss;
      case "finalResidual" -> Math.sqrt(2 * loss);
      default -> Math.max(0, orZero(expected.number("lambdaMax")));
    };
  }

  /** The largest size of a value of the curve, 0 if it has none. */
  private static double largest(Outcome outcome, String name) {
    OptionalDouble largest =
        outcome.curve().stream()
            .mapToDouble(point -> Math.abs(number(point.get(name))))
            .filter(Double::isFinite)
            .max();
    return largest.orElse(0);
  }

  private static Optional<String> compare(
      String name, double found, double expected, double allowed) {
    return same(found, expected) || Math.abs(found - expected) <= allowed
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s is %s, the fp64 reference has %s (tolerance %.2g)",
                name,
                found,
                expected,
                allowed));
  }

  /** Equal, or neither a finite number: a record has null for both NaN and overflow. */
  private static boolean same(double a, double b) {
    return a == b || (!Double.isFinite(a) && !Double.isFinite(b));
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static double orZero(double value) {
    return Double.isNaN(value) ? 0 : value;
  }
}
