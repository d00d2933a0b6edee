package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.condensation.CondensationCase.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How times depend on the scale ε of the start: the blow-up time and the escape of L ≥ 3 layers as
 * ε^−(L−2); the escape of two layers as log(1/ε), so that e^(βt) goes as 1/ε. Slopes over ε from
 * one seed at one width, all else equal; seeds are independent.
 */
final class ScaleLaws {

  /** Starts larger than that leave no plateau to speak of. */
  private static final double LARGEST = 0.1;

  static final String SLOPE = Statements.HOMOGENEITY + "-slope";
  static final String LOGARITHM = Statements.TWO_LAYER + "-log";

  private static final String SCALE = "initialization.scaled";
  private static final double EXACT = 1e-6;
  private static final double TOLERANCE = 0.1;
  private static final double ALLOWANCE = 0.25;

  private ScaleLaws() {}

  /** One verdict for each setting, seed and width aside, that a study sweeps over ε. */
  static List<Verdict> judge(List<Finished> cells) {
    Map<String, List<Finished>> groups = new LinkedHashMap<>();
    for (Finished finished : cells) {
      CondensationCase cell = CondensationCase.of(finished.cell());
      boolean swept = finished.cell().coordinates().containsKey(SCALE);
      boolean small = cell.settings().has(SCALE) && cell.scale() <= LARGEST;
      if (swept && small && isJudged(finished, cell)) {
        groups.computeIfAbsent(group(finished), _ -> new ArrayList<>()).add(finished);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    groups.forEach(
        (group, members) -> verdicts.add(judgeGroup(members).in(group.isEmpty() ? null : group)));
    return verdicts;
  }

  /** Only what the effective dynamics speaks of has a law: its own statement must be decided. */
  private static boolean isJudged(Finished finished, CondensationCase cell) {
    boolean two = cell.depth() == 2;
    String statement = two ? Statements.TWO_LAYER : Statements.HOMOGENEITY;
    return cell.model() != Model.FACTORISATION
        && (!two || cell.model() == Model.NETWORK)
        && finished.outcome().verdicts().stream()
            .anyMatch(v -> v.statement().equals(statement) && v.says() != Says.UNDECIDED);
  }

  private static String group(Finished finished) {
    return finished.cell().coordinates().entrySet().stream()
        .filter(e -> !List.of(SCALE, "seed", "width").contains(e.getKey()))
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static Verdict judgeGroup(List<Finished> cells) {
    CondensationCase first = CondensationCase.of(cells.getFirst().cell());
    boolean exact = first.model() == Model.EFFECTIVE;
    boolean two = first.depth() == 2;
    ToDoubleFunction<Finished> time =
        exact
            ? c -> c.outcome().number("blowUpLower")
            : two
                ? c -> StrictMath.exp(c.outcome().number("escapeTime") * c.outcome().number("beta"))
                : c -> c.outcome().number("escapeTime");
    return new Exponent(
            two ? LOGARITHM : SLOPE,
            Statements.ORIGIN,
            two ? -1 : 2 - first.depth(),
            exact ? EXACT : TOLERANCE,
            exact ? 100 * EXACT : ALLOWANCE)
        .judge(bySeed(cells, time));
  }

  /** Widths of one seed share no draws but by prefix; each counts as a path of its own. */
  private static Map<Long, SortedMap<Double, Double>> bySeed(
      List<Finished> cells, ToDoubleFunction<Finished> time) {
    Map<List<Object>, SortedMap<Double, Double>> paths = new LinkedHashMap<>();
    for (Finished finished : cells) {
      CondensationCase cell = CondensationCase.of(finished.cell());
      List<Object> rest = new ArrayList<>();
      finished
          .cell()
          .coordinates()
          .forEach((name, value) -> {
            if (!name.equals(SCALE)) {
              rest.add(name + "=" + value);
            }
          });
      paths
          .computeIfAbsent(rest, _ -> new TreeMap<>())
          .put(cell.scale(), time.applyAsDouble(finished));
    }
    Map<Long, SortedMap<Double, Double>> numbered = new LinkedHashMap<>();
    paths.values().forEach(path -> numbered.put((long) numbered.size(), path));
    return numbered;
  }
}
