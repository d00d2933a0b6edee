package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The table over widths, the verdicts of a study, and the sentence that sums it up. */
final class StudyFindings {

  /** Axes that are replicated or lie along the table, not in its groups. */
  private static final List<String> WITHIN_GROUP = List.of("width", "seed");

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("width", "width m"),
          Map.entry("initialization.scaled", "scale ε"),
          Map.entry("iterations", "iterations"),
          Map.entry("iterationsLow", "25 %"),
          Map.entry("iterationsHigh", "75 %"),
          Map.entry("blowUp", "blow-up time"),
          Map.entry("escapeTime", "escape time"),
          Map.entry("escapeRatio", "escape/blow-up"),
          Map.entry("effectiveRank", "effective rank"),
          Map.entry("effectiveNeurons", "effective neurons"),
          Map.entry("testError", "test error"),
          Map.entry("mergedParameters", "merged weights"),
          Map.entry("mergedError", "merged error"));

  private final List<Finished> finished;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
  }

  Findings findings() {
    List<Row> rows = rows();
    List<SequencedMap<String, Object>> table = rows.stream().map(Row::plain).toList();
    List<Verdict> verdicts = verdicts(rows);
    return Findings.of(table, HEADINGS, verdicts, sentence(verdicts));
  }

  private List<Verdict> verdicts(List<Row> rows) {
    List<List<Verdict>> ofRows =
        rows.stream()
            .map(row -> row.cells().stream().flatMap(c -> c.outcome().verdicts().stream()).toList())
            .toList();
    List<Verdict> verdicts = new ArrayList<>();
    for (String statement : Statements.ALL) {
      verdicts.add(new Fraction(statement, Statements.ORIGIN, 0).judge(ofRows));
    }
    verdicts.addAll(ScaleLaws.judge(finished));
    return verdicts;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Replicates.by(finished, WITHIN_GROUP)
        .forEach((group, cells) ->
            cells
                .byWidth(cell -> CondensationCase.of(cell).width())
                .forEach((width, replicates) -> rows.add(new Row(group, width, replicates))));
    return rows;
  }

  private String sentence(List<Verdict> verdicts) {
    if (finished.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    List<Finished> networks =
        finished.stream().filter(c -> c.outcome().metrics().containsKey("parameters")).toList();
    String tally = Findings.tally(verdicts);
    if (networks.isEmpty()) {
      return "Of %d cells %d met their stop rule; %s"
          .formatted(
              finished.size(),
              finished.stream().filter(c -> c.outcome().flag("converged")).count(),
              tally);
    }
    Replicates all = new Replicates(networks);
    long escaped =
        networks.stream().filter(c -> Double.isFinite(c.outcome().number("escapeTime"))).count();
    return String.format(
        Locale.ROOT,
        "%d of %d networks left their plateau, their input weights aligned to %.3f by then and %.0f"
            + " directions in the end; %s",
        escaped,
        networks.size(),
        all.median("alignment"),
        all.median("effectiveNeurons"),
        tally);
  }
}
