package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Findings.Column;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.study.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The table over widths, the verdicts of a study, and the sentence that sums it up. */
final class StudyFindings {

  /** Axes that are replicated or lie along the table, not in its groups. */
  private static final List<String> WITHIN_GROUP = List.of("width", "seed");

  private final List<Finished> finished;

  /** Cells by what else the study varies, in study order. */
  private final Map<String, List<Finished>> groups;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
    groups =
        finished.stream()
            .collect(
                Collectors.groupingBy(
                    c -> groupOf(c.cell()), LinkedHashMap::new, Collectors.toList()));
  }

  Findings findings() {
    List<SequencedMap<String, Object>> rows = rows();
    List<Verdict> verdicts = verdicts();
    return new Findings(columns(rows), rows, verdicts, sentence(rows, verdicts));
  }

  private List<Verdict> verdicts() {
    List<Verdict> ofCells = finished.stream().flatMap(c -> c.outcome().verdicts().stream()).toList();
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
    groups.forEach(
        (group, cells) -> {
          String name = groups.size() > 1 ? group : null;
          LazyExponents.judge(cells).forEach(verdict -> verdicts.add(verdict.in(name)));
        });
    return verdicts;
  }

  private List<SequencedMap<String, Object>> rows() {
    List<SequencedMap<String, Object>> rows = new ArrayList<>();
    groups.forEach(
        (group, cells) ->
            cells.stream()
                .collect(
                    Collectors.groupingBy(
                        c -> ExponentialCase.of(c.cell()).width(),
                        java.util.TreeMap::new,
                        Collectors.toList()))
                .forEach((width, replicates) -> rows.add(row(width, replicates))));
    return rows;
  }

  private static SequencedMap<String, Object> row(int width, List<Finished> cells) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    cells
        .getFirst()
        .cell()
        .coordinates()
        .forEach(
            (axis, value) -> {
              if (!WITHIN_GROUP.contains(axis)) {
                row.put(axis, value);
              }
            });
    row.put("width", width);
    row.put("cells", cells.size());
    row.put("converged", cells.stream().filter(c -> c.outcome().flag("converged")).count());
    Quantiles iterations = Quantiles.ofIterations(cells);
    row.put("iterations", iterations.median());
    row.put("iterationsLow", iterations.low());
    row.put("iterationsHigh", iterations.high());
    row.put("predictedIterations", Quantiles.of(cells, "predictedIterations").median());
    row.put("lambdaMin", Quantiles.of(cells, "lambdaMin").median());
    row.put("lambdaMinInfinite", Quantiles.of(cells, "lambdaMinInfinite").median());
    if (cells.getFirst().outcome().metrics().containsKey("heldOutAccuracy")) {
      row.put("heldOutAccuracy", Quantiles.of(cells, "heldOutAccuracy").median());
    }
    for (Says says : Says.values()) {
      row.put(says.label(), count(cells, says));
    }
    return row;
  }

  private static long count(List<Finished> cells, Says says) {
    return cells.stream()
        .flatMap(c -> c.outcome().verdicts().stream())
        .filter(verdict -> verdict.says() == says)
        .count();
  }

  private static List<Column> columns(List<SequencedMap<String, Object>> rows) {
    Map<String, String> headings =
        Map.ofEntries(
            Map.entry("width", "width m"),
            Map.entry("iterations", "iterations"),
            Map.entry("iterationsLow", "25 %"),
            Map.entry("iterationsHigh", "75 %"),
            Map.entry("predictedIterations", "predicted"),
            Map.entry("lambdaMin", "λmin(H)"),
            Map.entry("lambdaMinInfinite", "λmin(H∞)"),
            Map.entry("heldOutAccuracy", "held-out accuracy"));
    return rows.stream()
        .flatMap(row -> row.keySet().stream())
        .distinct()
        .map(key -> new Column(key, headings.getOrDefault(key, key)))
        .toList();
  }

  private String sentence(List<SequencedMap<String, Object>> rows, List<Verdict> verdicts) {
    if (rows.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    SequencedMap<String, Object> widest = rows.getLast();
    for (SequencedMap<String, Object> row : rows) {
      if ((int) row.get("width") > (int) widest.get("width")) {
        widest = row;
      }
    }
    String start =
        groups.size() > 1 ? " (" + groupOf(widest) + ")" : "";
    return String.format(
        Locale.ROOT,
        "At width %s%s, %s of %s networks converged, in a median of %s steps (linear theory %s), with"
            + " λmin(H) %.3g against %.3g at infinite width; of %d statements %d hold, %d are"
            + " violated, %d undecided.",
        widest.get("width"),
        start,
        widest.get("converged"),
        widest.get("cells"),
        wholeOrUnknown(widest.get("iterations")),
        wholeOrUnknown(widest.get("predictedIterations")),
        widest.get("lambdaMin"),
        widest.get("lambdaMinInfinite"),
        verdicts.size(),
        count(verdicts, Says.HOLDS),
        count(verdicts, Says.VIOLATED),
        count(verdicts, Says.UNDECIDED));
  }

  private static String wholeOrUnknown(Object value) {
    return value instanceof Double number && Double.isFinite(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : "unknown";
  }

  private static int count(List<Verdict> verdicts, Says says) {
    return (int) verdicts.stream().filter(v -> v.says() == says).count();
  }

  private static String groupOf(Cell cell) {
    return groupOf(cell.coordinates());
  }

  private static String groupOf(Map<String, Object> values) {
    return values.entrySet().stream()
        .filter(e -> !WITHIN_GROUP.contains(e.getKey()))
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
