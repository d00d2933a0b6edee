package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdicts of one cell: every statement is there, undecided where its model is another. */
final class Statements {
  static final String BLOW_UP = "condensation.blow-up";
  static final String HOMOGENEITY = "condensation.homogeneity";
  static final String ALIGNMENT = "condensation.alignment";
  static final String CONE = "condensation.cone";
  static final String LOW_RANK = "condensation.low-rank";
  static final String TWO_LAYER = "condensation.two-layer";
  static final String FACTORISATION = "condensation.factorisation";

  /** In the order of the contract. */
  static final List<String> ALL =
      List.of(BLOW_UP, HOMOGENEITY, ALIGNMENT, CONE, LOW_RANK, TWO_LAYER, FACTORISATION);

  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

  /** The abstract makes these claims in words; every bound and condition here is re-derived. */
  static final Origin ORIGIN = Origin.RE_DERIVED;

  /** Judges what no hypothesis is missing for. */
  void atMost(String statement, double observed, double bound) {
    verdicts.put(
        statement,
        Double.isNaN(observed) || Double.isNaN(bound)
            ? Verdict.undecided(
                statement,
                ORIGIN,
                "hypothesis: finite numbers, found %s against %s, needed both"
                    .formatted(observed, bound))
            : Verdict.atMost(statement, ORIGIN, observed, bound));
  }

  /** Leaves a statement undecided for a hypothesis that is not met. */
  void missing(String statement, String name, Object found, String needed) {
    verdicts.put(
        statement,
        Verdict.undecided(
            statement,
            ORIGIN,
            "hypothesis: %s, found %s, needed %s".formatted(name, found, needed)));
  }

  /** All statements; those not spoken of are undecided for want of their model. */
  List<Verdict> all(CondensationCase cell) {
    List<Verdict> all = new ArrayList<>();
    for (String statement : ALL) {
      if (!verdicts.containsKey(statement)) {
        missing(
            statement,
            "the model that it is about",
            cell.settings().text("model") + " with depth " + cell.depth(),
            needed(statement));
      }
      Verdict verdict = verdicts.get(statement);
      if (verdict != null) {
        all.add(verdict);
      }
    }
    return all;
  }

  private static String needed(String statement) {
    return switch (statement) {
      case BLOW_UP, HOMOGENEITY, ALIGNMENT, LOW_RANK ->
          "effective or network, three layers or more";
      case CONE -> "effective, three layers";
      case TWO_LAYER -> "effective or network, two layers";
      default -> "factorisation";
    };
  }
}
