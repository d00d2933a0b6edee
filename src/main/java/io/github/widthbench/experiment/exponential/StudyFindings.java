package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.math.Activation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** The table over widths, the verdicts of a study, and the sentence that sums it up. */
final class StudyFindings {

  /** Axes that are replicated or lie along the table, not in its groups. */
  private static final List<String> WITHIN_GROUP = List.of("width", "seed");

  /** The table takes folds together too; verdicts do not, as they share their weights. */
  private static final List<String> WITHIN_ROW = List.of("width", "seed", "data.folds.fold");

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("width", "width m"),
          Map.entry("ended", "not converged"),
          Map.entry("iterations", "iterations"),
          Map.entry("iterationsLow", "25 %"),
          Map.entry("iterationsHigh", "75 %"),
          Map.entry("predictedIterations", "predicted"),
          Map.entry("lambdaMin", "λmin(H)"),
          Map.entry("lambdaMinInfinite", "λmin(H∞)"),
          Map.entry("lambdaDrift", "λmin(H) against exact"),
          Map.entry("extraIterations", "extra iterations"),
          Map.entry("stepMicroseconds", "µs a step"),
          Map.entry("heldOutAccuracy", "held-out accuracy"),
          Map.entry("testLoss", "test loss"),
          Map.entry("lossGap", "test − training loss"),
          Map.entry("distanceToDescent", "to full-batch descent"),
          Map.entry("distanceToFlow", "to the flow"),
          Map.entry("lambdaMinRidge", "λmin(H) + ridge"));

  private final List<Finished> finished;

  /** Cells by what else the study varies, in study order. */
  private final Map<String, List<Finished>> groups;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
    groups =
        finished.stream()
            .collect(
                Collectors.groupingBy(
                    c -> groupOf(c.cell().coordinates()), LinkedHashMap::new, Collectors.toList()));
  }

  Findings findings() {
    List<WidthRow> rows = rows();
    AgainstExact exact = new AgainstExact(finished);
    List<SequencedMap<String, Object>> table = rows.stream().map(row -> row.plain(exact)).toList();
    List<Verdict> verdicts = verdicts();
    return Findings.of(table, HEADINGS, verdicts, sentence(rows, verdicts));
  }

  private List<Verdict> verdicts() {
    Collection<List<Verdict>> ofCells = byWidth();
    List<Verdict> verdicts = new ArrayList<>();
    for (Fraction statement :
        List.of(
            new Fraction(CellStatements.RATE, Origin.RE_DERIVED, CellStatements.RATE_FAILS),
            new Fraction(CellStatements.POSITIVE, Origin.RE_DERIVED, 0),
            new Fraction(
                CellStatements.CONCENTRATION,
                Origin.RE_DERIVED,
                CellStatements.CONCENTRATION_FAILS),
            new Fraction(
                CellStatements.ITERATIONS, Origin.RE_DERIVED, CellStatements.RATE_FAILS))) {
      verdicts.add(statement.judge(ofCells));
    }
    for (String group : judgedForExponents()) {
      String name = groups.size() > 1 ? group : null;
      List<Finished> cells = Objects.requireNonNull(groups.get(group));
      LazyExponents.judge(cells).forEach(verdict -> verdicts.add(verdict.in(name)));
    }
    verdicts.addAll(new Comparisons(finished).judge());
    return verdicts;
  }

  /** The verdicts of cells, those of one group and width together: they differ in their seeds. */
  private Collection<List<Verdict>> byWidth() {
    return groups.values().stream()
        .flatMap(cells -> byWidth(cells).values().stream())
        .map(same -> same.cells().stream().flatMap(c -> c.outcome().verdicts().stream()).toList())
        .toList();
  }

  /**
   * The groups that the theory speaks of, in a study with a width to fit over; the first group
   * where there is none, which then says why not.
   */
  private List<String> judgedForExponents() {
    long widths =
        finished.stream().map(c -> ExponentialCase.of(c.cell()).width()).distinct().count();
    List<String> exp =
        groups.keySet().stream()
            .filter(group -> widths >= Exponent.FEWEST_WIDTHS && isWithinTheory(group))
            .toList();
    return exp.isEmpty() ? groups.keySet().stream().limit(1).toList() : exp;
  }

  private boolean isWithinTheory(String group) {
    ExponentialCase first =
        ExponentialCase.of(Objects.requireNonNull(groups.get(group)).getFirst().cell());
    return first.activation() == Activation.EXP && first.leaving().isEmpty();
  }

  private List<WidthRow> rows() {
    List<WidthRow> rows = new ArrayList<>();
    Replicates.by(finished, WITHIN_ROW)
        .forEach((group, cells) ->
            byWidth(cells.cells())
                .forEach((width, same) -> rows.add(new WidthRow(group, width, same))));
    return rows;
  }

  private static SortedMap<Integer, Replicates> byWidth(List<Finished> cells) {
    return new Replicates(cells).byWidth(cell -> ExponentialCase.of(cell).width());
  }

  private String sentence(List<WidthRow> rows, List<Verdict> verdicts) {
    if (rows.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    WidthRow widest = rows.stream().max(Comparator.comparingInt(WidthRow::width)).orElseThrow();
    return String.format(
        Locale.ROOT,
        "At width %d%s, %d of %d networks converged, in a median of %s steps (linear theory %s), with"
            + " λmin(H) %.3g against %.3g at infinite width; %s",
        widest.width(),
        groups.size() > 1 ? " (" + groupOf(widest.group()) + ")" : "",
        widest.replicates().converged(),
        widest.cells().size(),
        whole(widest.replicates().iterations().median()),
        whole(widest.replicates().median("predictedIterations")),
        widest.replicates().median("lambdaMin"),
        widest.replicates().median("lambdaMinInfinite"),
        Findings.tally(verdicts));
  }

  private static String whole(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.0f", value) : "unknown";
  }

  private static String groupOf(Map<String, Object> values) {
    return values.entrySet().stream()
        .filter(e -> !WITHIN_GROUP.contains(e.getKey()))
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
