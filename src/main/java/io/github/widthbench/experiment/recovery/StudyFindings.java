package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The table over widths and what else a study varies, its verdicts, and the sentence. */
final class StudyFindings {

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
    return Findings.of(table, HEADINGS, verdicts, sentence(verdicts));
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
    return Replicates.by(finished, Replicates.SEEDS).entrySet().stream()
        .map(e -> new RecoveryRow(e.getKey(), width(e.getValue()), e.getValue()))
        .toList();
  }

  private static int width(Replicates replicates) {
    return Case.width(replicates.cells().getFirst().cell().settings());
  }

  private String sentence(List<Verdict> verdicts) {
    if (finished.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    long zero = finished.stream().filter(c -> c.outcome().flag("converged")).count();
    long recovered = finished.stream().filter(c -> c.outcome().flag("recovered")).count();
    return String.format(
        Locale.ROOT,
        "Of %d students %d met the stop rule and %d recovered the teacher beyond the samples; %s",
        finished.size(),
        zero,
        recovered,
        Findings.tally(verdicts));
  }
}
