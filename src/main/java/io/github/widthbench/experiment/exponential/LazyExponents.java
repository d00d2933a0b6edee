package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.math.Activation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The exponents of lazy training: how distances scale with the width when the step is scaled as
 * 1/m. Judged for exp networks that start coupled or independent.
 */
final class LazyExponents {
  static final String GRAM = "exponential.lazy-gram";
  static final String RESIDUAL = "exponential.lazy-residual";
  static final String MOVEMENT = "exponential.lazy-movement";
  static final String MAX_MOVEMENT = "exponential.lazy-max-movement";
  static final String DRIFT = "exponential.lazy-drift";

  /** Distance from the theory within which a law holds. */
  private static final double TOLERANCE = 0.05;

  /**
   * A law is called violated only beyond what narrow widths explain: its corrections are of
   * relative order 1/√m, and the slope over [m₀, m₁] moves by about that at m₀.
   */
  private static final double FINITE_WIDTH = 2;

  /** Of the largest movement of one neuron, which carries a factor e^B with B ~ √log m. */
  private static final double MAXIMUM_LOGARITHM = 0.3;

  /**
   * The Gram matrix of exp has heavy tails: at narrow widths its typical distance is below its
   * mean.
   */
  private static final double HEAVY_TAIL = 0.1;

  private LazyExponents() {}

  /**
   * One law.
   *
   * @param trained whether it speaks of trained networks, and so of converged cells only
   * @param tolerance to hold
   * @param slack beyond the tolerance and finite widths before it counts as violated
   */
  private record Law(
      String name,
      ToDoubleFunction<Finished> quantity,
      boolean trained,
      double coupled,
      double iid,
      double tolerance,
      double slack) {}

  private static final List<Law> LAWS =
      List.of(
          new Law(GRAM, metric("gramDistance"), false, -0.5, -0.5, TOLERANCE, HEAVY_TAIL),
          new Law(RESIDUAL, metric("startResidual"), false, 0, 0.5, TOLERANCE, 0),
          new Law(MOVEMENT, LazyExponents::scaledMovement, true, 0, 0.5, TOLERANCE, 0),
          new Law(
              MAX_MOVEMENT,
              metric("maxMovement"),
              true,
              -1,
              -0.5,
              TOLERANCE + MAXIMUM_LOGARITHM,
              0),
          new Law(DRIFT, metric("drift"), true, -2, -1, TOLERANCE, 0));

  /** One verdict for each law, for the cells of one group (one initialization, data, step …). */
  static List<Verdict> judge(List<Finished> group) {
    return LAWS.stream().map(law -> judge(law, group)).toList();
  }

  private static Verdict judge(Law law, List<Finished> group) {
    ExponentialCase first = ExponentialCase.of(group.getFirst().cell());
    String refusal = refusal(first);
    if (!refusal.isEmpty()) {
      return Verdict.undecided(law.name(), Origin.RE_DERIVED, refusal);
    }
    Set<Integer> widths = new TreeSet<>();
    Map<Long, SortedMap<Integer, Double>> values = new TreeMap<>();
    for (Finished cell : group) {
      ExponentialCase settings = ExponentialCase.of(cell.cell());
      widths.add(settings.width());
      if (!law.trained() || cell.outcome().flag("converged")) {
        values
            .computeIfAbsent(settings.seed(), seed -> new TreeMap<>())
            .put(settings.width(), law.quantity().applyAsDouble(cell));
      }
    }
    int seeds = values.size();
    values.values().removeIf(byWidth -> byWidth.size() < widths.size());
    if (2 * values.size() < seeds) {
      return Verdict.undecided(
          law.name(),
          Origin.RE_DERIVED,
          "hypothesis: seeds that converged at every width, found %d of %d, needed half"
              .formatted(values.size(), seeds));
    }
    double narrowest = widths.iterator().next();
    return new Exponent(
            law.name(),
            Origin.RE_DERIVED,
            first.isCoupled() ? law.coupled() : law.iid(),
            law.tolerance(),
            law.tolerance() + law.slack() + FINITE_WIDTH / Math.sqrt(narrowest))
        .judge(values);
  }

  private static String refusal(ExponentialCase settings) {
    if (!settings.leaving().isEmpty()) {
      return settings.leaving().getFirst().hypothesis();
    }
    if (settings.activation() != Activation.EXP) {
      return "hypothesis: activation, found " + settings.activation().label() + ", needed exp";
    }
    if (!settings.startsGaussian()) {
      return "hypothesis: initialization, found another, needed coupled or iid";
    }
    if (settings.clip() < Double.POSITIVE_INFINITY) {
      return "hypothesis: no clip, found " + settings.clip() + ", needed none";
    }
    return "";
  }

  private static ToDoubleFunction<Finished> metric(String name) {
    return cell -> cell.outcome().number(name);
  }

  /** |W(T) − W(0)|_F·√m. */
  private static double scaledMovement(Finished cell) {
    return cell.outcome().number("movement") * Math.sqrt(ExponentialCase.of(cell.cell()).width());
  }
}
