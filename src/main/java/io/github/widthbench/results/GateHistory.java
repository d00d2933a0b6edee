package io.github.widthbench.results;

import java.util.List;

/**
 * Steps in the history of benchmarks: the content of {@code gate --history --json}.
 *
 * @param exit status of the command
 * @param sentence the answer in one line
 * @param level that adjusted p-values were compared to
 * @param pending newest points that can show no step yet
 */
public record GateHistory(
    int exit, String sentence, double level, int pending, List<Series> series) {

  /** Name and major version of its form. */
  public static final String SCHEMA = "widthbench/gate-history/1";

  public GateHistory {
    series = List.copyOf(series);
  }

  /**
   * The history of a benchmark.
   *
   * @param points in it
   * @param p of its largest step
   * @param adjusted p after Benjamini and Hochberg, over all series
   */
  public record Series(String benchmark, int points, double p, double adjusted, List<Step> steps) {}

  /**
   * A lasting change.
   *
   * @param at name of the first point after it
   * @param change as a share, 0.1 is ten percent slower
   * @param acceptedBy where the step was accepted by name; empty where it was not
   */
  public record Step(String at, double change, double p, String acceptedBy) {}

  /** The record as JSON text. */
  public String json() {
    return Json.record(SCHEMA, this);
  }
}
