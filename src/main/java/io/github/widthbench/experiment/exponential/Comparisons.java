package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of practice although no paper says it, over a study that asks for it: by the
 * verdicts of its cells, and by each cell beside the one that is alike but for its noise or its
 * storage. One violation is an alarm: these hold whatever is drawn.
 */
final class Comparisons {
  static final String LABEL_NOISE = "exponential.label-noise";
  static final String STORAGE = "exponential.storage";

  private final List<Finished> cells;

  Comparisons(List<Finished> cells) {
    this.cells = cells;
  }

  /** Those that the study has cells for. */
  List<Verdict> judge() {
    List<Verdict> verdicts = new ArrayList<>();
    add(verdicts, LABEL_NOISE, labelNoise());
    add(verdicts, PracticeStatements.RIDGE, ofCells(PracticeStatements.RIDGE));
    add(verdicts, PracticeStatements.FULL_BATCH, ofCells(PracticeStatements.FULL_BATCH));
    add(verdicts, STORAGE, storage());
    return verdicts;
  }

  private static void add(List<Verdict> verdicts, String statement, Stream<Verdict> found) {
    List<Verdict> all = found.toList();
    if (!all.isEmpty()) {
      verdicts.add(new Fraction(statement, Origin.RE_DERIVED, 0).judge(List.of(all)));
    }
  }

  private Stream<Verdict> ofCells(String statement) {
    return cells.stream()
        .flatMap(cell -> cell.outcome().verdicts().stream())
        .filter(verdict -> verdict.statement().equals(statement));
  }

  /** λ is a function of the points: whatever befalls the labels leaves it as it is. */
  private Stream<Verdict> labelNoise() {
    Alike clean = new Alike(cells, List.of("labels"), cell -> !hasFaults(cell));
    return cells.stream()
        .filter(Comparisons::hasFaults)
        .flatMap(cell -> clean.to(cell).stream().map(beside -> sameLambda(cell, beside)));
  }

  private static boolean hasFaults(Finished cell) {
    Settings settings = cell.cell().settings();
    return Stream.of("labels.noise", "labels.flip")
        .anyMatch(path -> settings.has(path) && settings.number(path) > 0);
  }

  private static Verdict sameLambda(Finished cell, Finished beside) {
    double lambda = beside.outcome().number("lambdaMin");
    double off = Math.abs(cell.outcome().number("lambdaMin") - lambda);
    double bound = PracticeStatements.ROUNDING * beside.outcome().number("lambdaMax");
    return atMost(LABEL_NOISE, off, bound);
  }

  /** What is stored in a format moves λ by about its unit roundoff times λmax (H. Weyl). */
  private Stream<Verdict> storage() {
    Alike exact = new Alike(cells, List.of(Forms.STORAGE), cell -> !forms(cell).areRounded());
    return cells.stream()
        .filter(cell -> forms(cell).areRounded())
        .flatMap(cell -> exact.to(cell).stream().map(beside -> moved(cell, beside)));
  }

  private static Forms forms(Finished cell) {
    return ExponentialCase.of(cell.cell()).forms();
  }

  /**
   * Every entry of H is off by its own rounding and by 2|z| times that of its exponents z; a mean
   * of e^(2z) over m neurons is of the size of λmax, so that z is up to about ½·ln(m·λmax).
   */
  private static Verdict moved(Finished cell, Finished beside) {
    Outcome exact = beside.outcome();
    double largest = exact.number("lambdaMax");
    int width = ExponentialCase.of(cell.cell()).width();
    double exponent = Math.max(0, StrictMath.log(width * largest) / 2);
    double bound = 4 * (1 + exponent) * forms(cell).unitRoundoff() * largest;
    double moved = Math.abs(cell.outcome().number("lambdaMin") - exact.number("lambdaMin"));
    return atMost(STORAGE, moved, bound);
  }

  private static Verdict atMost(String statement, double observed, double bound) {
    return Double.isFinite(observed) && Double.isFinite(bound)
        ? Verdict.atMost(statement, Origin.RE_DERIVED, observed, bound)
        : Verdict.undecided(
            statement,
            Origin.RE_DERIVED,
            "hypothesis: finite numbers, found %s against %s, needed both"
                .formatted(observed, bound));
  }
}
