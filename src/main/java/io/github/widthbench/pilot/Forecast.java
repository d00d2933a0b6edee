package io.github.widthbench.pilot;

import java.util.List;
import java.util.SequencedMap;

/**
 * What a study is predicted to come to, by what has run of it.
 *
 * @param lines one a setting and width
 * @param converged share of all cells that converge, those that have run counted as they ended;
 *     interval of 90 %
 * @param seconds that the rest of the run takes
 * @param steps of training that are left in all
 * @param flops floating-point operations that are left
 * @param bytes least memory traffic of them
 */
public record Forecast(
    List<Line> lines,
    Estimate converged,
    Estimate seconds,
    Estimate steps,
    double flops,
    double bytes) {

  public Forecast {
    lines = List.copyOf(lines);
  }

  /** The same with more seconds. */
  Forecast plus(Estimate more) {
    return new Forecast(lines, converged, seconds.plus(more), steps, flops, bytes);
  }

  /** Number of cells. */
  public int cells() {
    return lines.stream().mapToInt(Line::cells).sum();
  }

  /** How many of them have run. */
  public int done() {
    return lines.stream().mapToInt(Line::done).sum();
  }

  /**
   * Cells of one setting and width.
   *
   * @param width 1 where a cell has none
   * @param done how many of them have run
   * @param iterations of one cell that converges; interval of 95 %
   * @param converged share that converges; interval of 90 %
   * @param seconds of one cell
   * @param memoryBytes of one cell
   */
  public record Line(
      SequencedMap<String, Object> setting,
      double width,
      int cells,
      int done,
      Estimate iterations,
      Estimate converged,
      Estimate seconds,
      double memoryBytes) {}
}
