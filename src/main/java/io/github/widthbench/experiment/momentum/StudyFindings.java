package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/** The table over widths and what else a study varies, its verdicts, and the sentence. */
final class StudyFindings {

  /** Axes that are replicated. */
  private static final List<String> REPLICATED = List.of("seed", "data.seed");

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("width", "width m"),
          Map.entry("speedUp", "times faster than descent"),
          Map.entry("certificate", "ηL(1+s)²/(2(1−s))"),
          Map.entry("lipschitzStart", "L at the start"),
          Map.entry("lipschitz", "L"),
          Map.entry("stepLow", "least |Δw|/η|g|"),
          Map.entry("stepHigh", "largest"),
          Map.entry("gradientRatio", "|g| of first block/last"),
          Map.entry("weightCount", "weights"),
          Map.entry("sumShare", "Σ|g|²/bound"),
          Map.entry("psnr", "PSNR dB"),
          Map.entry("ssim", "SSIM"),
          Map.entry("heldOutPsnr", "held-out PSNR dB"),
          Map.entry("heldOutSsim", "held-out SSIM"),
          Map.entry("bestLinearPsnr", "best linear PSNR dB"));

  private final List<Finished> finished;

  StudyFindings(List<Finished> cells) {
    finished = cells.stream().filter(c -> c.outcome().status() == Status.OK).toList();
  }

  Findings findings() {
    List<StudyRow> rows = rows();
    List<SequencedMap<String, Object>> table = rows.stream().map(StudyRow::plainRow).toList();
    List<Verdict> verdicts = verdicts();
    return Findings.of(table, HEADINGS, verdicts, sentence(rows, verdicts));
  }

  private List<Verdict> verdicts() {
    List<Verdict> ofCells =
        finished.stream().flatMap(c -> c.outcome().verdicts().stream()).toList();
    List<Verdict> verdicts = new ArrayList<>();
    for (Fraction statement :
        List.of(
            new Fraction(CellStatements.DECREASE, Origin.ABSTRACT, 0),
            new Fraction(CellStatements.BAND, Origin.RE_DERIVED, 0),
            new Fraction(CellStatements.SUMMABLE, Origin.RE_DERIVED, 0),
            new Fraction(CellStatements.CONVERGENCE, Origin.RE_DERIVED, 0))) {
      verdicts.add(statement.judge(List.of(ofCells)));
    }
    return verdicts;
  }

  private List<StudyRow> rows() {
    return Replicates.by(finished, REPLICATED).entrySet().stream()
        .map(e -> new StudyRow(e.getKey(), width(e.getValue()), e.getValue(), descent(e.getKey())))
        .toList();
  }

  private static int width(Replicates replicates) {
    return MomentumCase.width(replicates.cells().getFirst().cell().settings());
  }

  /** Median iterations of plain descent where all but the algorithm is equal. */
  private double descent(SequencedMap<String, Object> shared) {
    List<Finished> plain =
        finished.stream()
            .filter(c -> MomentumCase.kind(c.cell().settings()) == Kind.DESCENT)
            .filter(c ->
                withoutAlgorithm(Replicates.setting(c, REPLICATED))
                    .equals(withoutAlgorithm(shared)))
            .toList();
    return plain.isEmpty() || plain.size() == finished.size()
        ? Double.NaN
        : new Replicates(plain).iterations().median();
  }

  private static SequencedMap<String, Object> withoutAlgorithm(Map<String, Object> shared) {
    SequencedMap<String, Object> rest = new LinkedHashMap<>(shared);
    rest.keySet().removeIf(key -> key.startsWith("algorithm"));
    return rest;
  }

  private String sentence(List<StudyRow> rows, List<Verdict> verdicts) {
    if (finished.isEmpty()) {
      return "No cell has finished, so nothing can be said.";
    }
    long converged = finished.stream().filter(c -> c.outcome().flag("converged")).count();
    long certified = finished.stream().filter(c -> c.outcome().number("certificate") < 1).count();
    long fell =
        finished.stream()
            .filter(c -> c.outcome().number("certificate") < 1)
            .filter(c -> c.outcome().number("increases") == 0)
            .count();
    return String.format(
        Locale.ROOT,
        "Of %d networks %d converged; the certificate covers %d, of which %d never rose%s; %s",
        finished.size(),
        converged,
        certified,
        fell,
        speedUp(rows),
        Findings.tally(verdicts));
  }

  /** How much faster adaptive momentum was, over the rows where both are known. */
  private static String speedUp(List<StudyRow> rows) {
    double[] gains =
        rows.stream()
            .filter(r ->
                MomentumCase.kind(r.replicates().cells().getFirst().cell().settings())
                    == Kind.ADAPTIVE)
            .mapToDouble(r -> r.plain() / r.iterations())
            .filter(gain -> gain > 0 && Double.isFinite(gain)) // 0 where momentum did not converge
            .sorted()
            .toArray();
    return gains.length == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; adaptive momentum took %.2f to %.2f times fewer steps than descent",
            gains[0],
            gains[gains.length - 1]);
  }
}
