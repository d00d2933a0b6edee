package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Share;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table over widths, the verdicts of a study, and the sentence that sums it up. */
final class StudyFindings {
  static final String FAILURES = "electrodynamics.orthonormal-failures";

  /** Axes that are replicated or lie along the table, not in its groups. */
  private static final List<String> WITHIN_GROUP = List.of("width", "seed");

  /**
   * Share of runs in which a proton may be missed: the paper says "with high probability", and two
   * protons barely more than 2ε apart can share one peak.
   */
  private static final double NODEWISE_FAILS = 0.05;

  private static final Map<String, String> HEADINGS =
      Map.of(
          "testError", "test error",
          "width", "electrons K",
          "iterations", "iterations",
          "iterationsLow", "25 %",
          "iterationsHigh", "75 %",
          "learnedShare", "protons learned",
          "allLearned", "all learned",
          "finalLoss", "loss",
          "hittingTime", "hitting time",
          "predictedHittingTime", "predicted");

  private final List<Finished> finished;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
  }

  Findings findings() {
    List<Row> rows = rows();
    List<SequencedMap<String, Object>> table = rows.stream().map(Row::plain).toList();
    List<Verdict> verdicts = verdicts();
    return Findings.of(table, HEADINGS, verdicts, sentence(verdicts));
  }

  private List<Verdict> verdicts() {
    List<List<Verdict>> ofRows =
        rows().stream()
            .map(row -> row.cells().stream().flatMap(c -> c.outcome().verdicts().stream()).toList())
            .toList();
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(Equivalence.judge(finished));
    for (Fraction statement :
        List.of(
            new Fraction(CellStatements.EARNSHAW, Origin.RE_DERIVED, 0),
            new Fraction(CellStatements.NODEWISE, Origin.ABSTRACT, NODEWISE_FAILS),
            new Fraction(CellStatements.ORTHONORMAL, Origin.MEMORY, 0),
            new Fraction(CellStatements.HITTING_TIME, Origin.RE_DERIVED, 0),
            new Fraction(CellStatements.SIGN, Origin.RE_DERIVED, 0))) {
      verdicts.add(statement.judge(ofRows));
    }
    verdicts.addAll(HittingSlope.judge(finished));
    verdicts.addAll(failures());
    return verdicts;
  }

  /**
   * By number of protons k: odd powers find none where every overlap is negative, 2^(−k). Cells of
   * one seed start with the same overlaps up to a factor, whatever the dimension, and count once.
   */
  private List<Verdict> failures() {
    Map<Integer, List<Finished>> byProtons =
        finished.stream()
            .filter(StudyFindings::canFailByParity)
            .collect(
                Collectors.groupingBy(
                    c -> ElectrodynamicsCase.of(c.cell()).teacherWidth(),
                    TreeMap::new,
                    Collectors.toList()));
    List<Verdict> verdicts = new ArrayList<>();
    byProtons.forEach((protons, cells) -> {
      Map<Long, Boolean> found = new TreeMap<>();
      for (Finished cell : cells) {
        found.putIfAbsent(
            ElectrodynamicsCase.of(cell.cell()).seed(), cell.outcome().number("learned") > 0);
      }
      int none = (int) found.values().stream().filter(any -> !any).count();
      verdicts.add(
          new Share(FAILURES, Origin.RE_DERIVED, Math.scalb(1.0, -protons))
              .judge(none, found.size())
              .in(byProtons.size() > 1 ? "teacherWidth=" + protons : null));
    });
    return verdicts;
  }

  /** One electron of odd power that was judged as such. */
  private static boolean canFailByParity(Finished finished) {
    ElectrodynamicsCase cell = ElectrodynamicsCase.of(finished.cell());
    return cell.kind().equals("hermite")
        && cell.degree() % 2 == 1
        && cell.width() == 1
        && cell.teacherWidth() > 1
        && finished.outcome().verdicts().stream()
            .anyMatch(v ->
                v.statement().equals(CellStatements.ORTHONORMAL) && v.says() != Says.UNDECIDED);
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Replicates.by(finished, WITHIN_GROUP)
        .forEach((group, cells) ->
            cells
                .byWidth(cell -> ElectrodynamicsCase.of(cell).width())
                .forEach((width, replicates) -> rows.add(new Row(group, width, replicates))));
    return rows;
  }

  private String sentence(List<Verdict> verdicts) {
    if (finished.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    if (finished.stream().allMatch(c -> c.outcome().metrics().containsKey("testError"))) {
      Replicates networks = new Replicates(finished);
      return String.format(
          Locale.ROOT,
          "Of %d networks %d reached the residual; the median test error is %.3g, that of always"
              + " answering 0 is %.3g.",
          networks.size(),
          networks.converged(),
          networks.median("testError"),
          networks.median("trivialError"));
    }
    Row all = new Row(new LinkedHashMap<>(), 0, new Replicates(finished));
    return String.format(
        Locale.ROOT,
        "In %d of %d runs the electrons learned every proton, on average %.1f %% of them; %s",
        all.allLearned(),
        finished.size(),
        100 * all.replicates().mean("learnedShare"),
        Findings.tally(verdicts));
  }
}
