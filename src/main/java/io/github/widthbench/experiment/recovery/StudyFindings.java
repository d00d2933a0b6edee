package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Findings.Column;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The table over widths and what else a study varies, its verdicts, and the sentence. */
final class StudyFindings {

  /** Axes that are replicated: seeds of the student, of the points and of the teacher. */
  private static final List<String> REPLICATED = List.of("seed", "data.seed", "teacher.seed");

  /**
   * Share of runs that may recover a teacher by chance though samples are too few: a start that
   * happens to lie next to the branch's tangent.
   */
  private static final double RECOVERED_BY_CHANCE = 0.02;

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("width", "width m"),
          Map.entry("iterations", "iterations"),
          Map.entry("iterationsLow", "25 %"),
          Map.entry("iterationsHigh", "75 %"),
          Map.entry("recoveredShare", "recovered"),
          Map.entry("recoveredLow", "95 % from"),
          Map.entry("recoveredHigh", "to"),
          Map.entry("restarts", "restarts for 95 %"),
          Map.entry("rateClass", "decay"),
          Map.entry("rateRatio", "rate/2λ"),
          Map.entry("testRms", "test RMS"));

  private final List<Finished> finished;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
  }

  Findings findings() {
    List<RecoveryRow> rows = rows();
    List<SequencedMap<String, Object>> table = rows.stream().map(RecoveryRow::plain).toList();
    List<Verdict> verdicts = verdicts();
    return new Findings(columns(table), table, verdicts, sentence(verdicts));
  }

  private List<Verdict> verdicts() {
    // cells of one seed share no more than their perturbation's draws: all are judged together
    List<Verdict> ofCells =
        finished.stream().flatMap(c -> c.outcome().verdicts().stream()).toList();
    List<Verdict> verdicts = new ArrayList<>();
    for (Fraction statement :
        List.of(
            new Fraction(Statements.SEPARATION, Origin.RE_DERIVED, 0),
            new Fraction(Statements.RATE, Origin.RE_DERIVED, 0),
            new Fraction(Statements.ALGEBRAIC, Origin.RE_DERIVED, 0),
            new Fraction(Statements.NON_RECOVERY, Origin.RE_DERIVED, RECOVERED_BY_CHANCE),
            new Fraction(Statements.GRAM, Origin.RE_DERIVED, 0))) {
      verdicts.add(statement.judge(List.of(ofCells)));
    }
    return verdicts;
  }

  private List<RecoveryRow> rows() {
    Map<SequencedMap<String, Object>, List<Finished>> groups =
        finished.stream()
            .collect(
                Collectors.groupingBy(
                    StudyFindings::shared, LinkedHashMap::new, Collectors.toList()));
    return groups.entrySet().stream()
        .map(e ->
            new RecoveryRow(
                e.getKey(),
                Case.width(e.getValue().getFirst().cell().settings()),
                new Replicates(e.getValue())))
        .toList();
  }

  private static SequencedMap<String, Object> shared(Finished cell) {
    SequencedMap<String, Object> shared = new LinkedHashMap<>(cell.cell().coordinates());
    shared.keySet().removeAll(REPLICATED);
    return shared;
  }

  private static List<Column> columns(List<SequencedMap<String, Object>> rows) {
    return rows.stream()
        .flatMap(row -> row.keySet().stream())
        .distinct()
        .map(key -> new Column(key, HEADINGS.getOrDefault(key, key)))
        .toList();
  }

  private String sentence(List<Verdict> verdicts) {
    if (finished.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    long zero = finished.stream().filter(c -> c.outcome().flag("converged")).count();
    long recovered = finished.stream().filter(c -> c.outcome().flag("recovered")).count();
    return String.format(
        Locale.ROOT,
        "Of %d students %d met the stop rule and %d recovered the teacher beyond the samples; of"
            + " %d statements %d hold, %d are violated and %d undecided.",
        finished.size(),
        zero,
        recovered,
        verdicts.size(),
        count(verdicts, Says.HOLDS),
        count(verdicts, Says.VIOLATED),
        count(verdicts, Says.UNDECIDED));
  }

  private static long count(List<Verdict> verdicts, Says says) {
    return verdicts.stream().filter(v -> v.says() == says).count();
  }
}
