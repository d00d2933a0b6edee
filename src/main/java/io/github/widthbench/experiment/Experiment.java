package io.github.widthbench.experiment;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Variation;
import java.util.List;
import java.util.Set;

/** A paper's experiment: a pure function of a batch of cells, and how its outcomes are judged. */
public interface Experiment {

  /** The name used in study files. */
  String name();

  /** The fields under {@code fixed}. */
  Schema schema();

  /**
   * Paths of the fields in which cells of one batch may differ (seed, step); all else is shared.
   */
  Set<String> batchedFields();

  /**
   * Checks what no single field shows: odd width with coupled pairs, duplicated points, sizes that
   * conflict with inline parameters. Called for every cell before anything runs.
   *
   * @throws io.github.widthbench.study.StudyException naming the field
   */
  void check(Cell cell);

  /** What a cell asks for beyond the theory; its record is marked with it. */
  default List<Extension> extensions(Cell cell) {
    return DataExtensions.of(cell.settings());
  }

  /** Changes to try where a cell has not converged. */
  default List<Variation> waysOut(Cell cell) {
    return WaysOut.of(cell.settings());
  }

  /** What a cell is predicted to cost; may solve for the infinite-width spectrum on the backend. */
  Cost cost(Cell cell, Backend backend);

  /**
   * Runs cells that differ only in the batched fields; outcomes in their order. The outcome of a
   * cell does not depend on the others in the batch.
   *
   * @throws Watch.StoppedException when the watch says so
   */
  List<Outcome> run(List<Cell> batch, Backend backend, Watch watch);

  /** All statements that it may judge, each once. */
  List<Statement> statements();

  /** Judges a study by its finished cells; some may be missing or failed. */
  Findings judge(List<Finished> cells);

  /**
   * A cell with its outcome.
   *
   * @param seconds that it took, its share of its batch; NaN where nobody measured
   * @param joules that its device took meanwhile, shared likewise; NaN where nobody can tell
   */
  record Finished(Cell cell, Outcome outcome, double seconds, double joules) {

    /** Path of the most steps that a cell may take. */
    public static final String CAP = "stop.cap";

    /** A cell that was not timed. */
    public Finished(Cell cell, Outcome outcome) {
      this(cell, outcome, Double.NaN, Double.NaN);
    }

    /** Training steps: to convergence, or all that were taken. */
    public double steps() {
      double iterations = outcome.number("iterations");
      return Double.isNaN(iterations) ? Math.min(cap(cell), lastTime()) : iterations;
    }

    /** Most steps that {@code cell} may take; +∞ where it names no cap. */
    public static double cap(Cell cell) {
      return cell.settings().has(CAP) ? cell.settings().number(CAP) : Double.POSITIVE_INFINITY;
    }

    private double lastTime() {
      return outcome.curve().stream()
          .mapToDouble(point -> point.get("t") instanceof Number t ? t.doubleValue() : 0)
          .max()
          .orElse(0);
    }
  }
}
