package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The exponents of lazy training: how distances scale with the width when the step is scaled as
 * 1/m. Judged for exp networks that start coupled or independent.
 */
final class LazyExponents {

  /**
   * Largest distance from the theory that finite widths explain: the corrections to each law are of
   * relative order 1/√m, and the least squares slope over [m₀, m₁] moves by about that at m₀.
   */
  private static final double FINITE_WIDTH = 2;

  /** The accuracy asked of an exponent at large width. */
  private static final double ACCURACY = 0.05;

  /**
   * Extra allowance of the largest movement of one neuron, which carries a factor e^B, B ~ √log m.
   */
  private static final double MAXIMUM_LOGARITHM = 0.3;

  private LazyExponents() {}

  private record Law(
      String name, ToDoubleFunction<Finished> quantity, double coupled, double iid, double slack) {}

  private static final List<Law> LAWS =
      List.of(
          new Law("lazy-gram", c -> c.outcome().number("gramDistance"), -0.5, -0.5, 0.1),
          new Law("lazy-residual", c -> c.outcome().number("startResidual"), 0, 0.5, 0),
          new Law("lazy-movement", LazyExponents::scaledMovement, 0, 0.5, 0),
          new Law(
              "lazy-max-movement",
              c -> c.outcome().number("maxMovement"),
              -1,
              -0.5,
              MAXIMUM_LOGARITHM),
          new Law("lazy-drift", c -> c.outcome().number("drift"), -2, -1, 0));

  /** One verdict for each law, for the cells of one group (one initialization, data, step …). */
  static List<Verdict> judge(List<Finished> group) {
    List<Finished> usable = group.stream().filter(c -> c.outcome().flag("converged")).toList();
    String refusal = refusal(usable);
    return LAWS.stream()
        .map(law ->
            refusal.isEmpty()
                ? judge(law, usable)
                : Verdict.undecided("exponential." + law.name(), Origin.RE_DERIVED, refusal))
        .toList();
  }

  private static String refusal(List<Finished> usable) {
    if (usable.isEmpty()) {
      return "hypothesis: converged cells, found none, needed some at 3 widths";
    }
    ExponentialCase first = ExponentialCase.of(usable.getFirst().cell());
    if (!first.activation().label().equals("exp")) {
      return "hypothesis: activation, found " + first.activation().label() + ", needed exp";
    }
    if (!first.startsGaussian()) {
      return "hypothesis: initialization, found another, needed coupled or iid";
    }
    return "";
  }

  private static Verdict judge(Law law, List<Finished> cells) {
    boolean coupled = ExponentialCase.of(cells.getFirst().cell()).isCoupled();
    Map<Long, SortedMap<Integer, Double>> values = new HashMap<>();
    int narrowest = Integer.MAX_VALUE;
    for (Finished cell : cells) {
      ExponentialCase settings = ExponentialCase.of(cell.cell());
      narrowest = Math.min(narrowest, settings.width());
      values
          .computeIfAbsent(settings.seed(), seed -> new TreeMap<>())
          .put(settings.width(), law.quantity().applyAsDouble(cell));
    }
    double allowance = ACCURACY + law.slack() + FINITE_WIDTH / Math.sqrt(narrowest);
    return new Exponent(
            "exponential." + law.name(),
            Origin.RE_DERIVED,
            coupled ? law.coupled() : law.iid(),
            allowance)
        .judge(values);
  }

  /** |W(T) − W(0)|_F·√m. */
  private static double scaledMovement(Finished cell) {
    return cell.outcome().number("movement") * Math.sqrt(ExponentialCase.of(cell.cell()).width());
  }
}
