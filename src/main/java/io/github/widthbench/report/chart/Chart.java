package io.github.widthbench.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A chart over two axes.
 *
 * @param palette how the colours of its series are chosen
 */
public record Chart(
    String id,
    String title,
    String reading,
    Axis x,
    Axis y,
    Palette palette,
    List<Series> series,
    List<String> notes)
    implements Picture {

  public Chart {
    series = series.stream().filter(s -> !s.points().isEmpty()).toList();
    notes = notes.stream().filter(note -> !note.isEmpty()).toList();
  }

  /** Colours of series. */
  public enum Palette {
    /** As different as can be. */
    DISTINCT,
    /** From the first to the last along one ramp, for series in an order. */
    RAMP
  }

  static Chart of(String id, String title, String reading, Axis x, Axis y, List<Series> series) {
    return new Chart(id, title, reading, x, y, Palette.DISTINCT, series, List.of());
  }

  Chart noting(List<String> more) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(more);
    return new Chart(id, title, reading, x, y, palette, series, all);
  }

  Chart ramped() {
    return new Chart(id, title, reading, x, y, Palette.RAMP, series, notes);
  }

  /**
   * One chart of the same thing in several runs: what is the same thing has the same colour, and
   * each run its own marks. A theory that is the same in all is drawn once.
   *
   * @param charts by the name of their run
   */
  static Chart joined(Map<String, Chart> charts) {
    List<String> runs = List.copyOf(charts.keySet());
    List<Series> joined = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    charts.forEach((run, chart) -> {
      for (Series series : chart.series()) {
        if (joined.stream().noneMatch(other -> isSameTheory(other, series))) {
          joined.add(series.of(run, runs.indexOf(run)));
        }
      }
      chart.notes().forEach(note -> notes.add(run + ": " + note));
    });
    Chart first = charts.values().iterator().next();
    return new Chart(
        first.id, first.title, first.reading, first.x, first.y, first.palette, joined, notes);
  }

  private static boolean isSameTheory(Series other, Series series) {
    return series.form() == Series.Form.THEORY
        && other.form() == Series.Form.THEORY
        && other.points().equals(series.points());
  }
}
