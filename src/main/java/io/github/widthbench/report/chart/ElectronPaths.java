package io.github.widthbench.report.chart;

import static io.github.widthbench.report.chart.ElectrodynamicsCharts.number;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways of the electrons of one run among their protons, in the plane of the first two
 * coordinates.
 */
record ElectronPaths(Cells cells) {

  private static final String PATHS = "paths";

  /** The run with the most electrons whose ways were kept; of those the first that learned all. */
  Optional<Chart> picture() {
    Cells kept = cells.where(c -> c.outcome().metrics().get(PATHS) instanceof List<?>);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        of(
            kept.largest(c ->
                2 * Cells.setting("width").applyAsDouble(c)
                    + Math.floor(c.outcome().number("learnedShare")))));
  }

  private static Chart of(Finished cell) {
    List<Series> series = new ArrayList<>();
    for (Object way : list(cell.outcome().metrics().get(PATHS))) {
      List<Point> points = list(way).stream().map(ElectronPaths::place).toList();
      int colour = 1 + series.size() / 2;
      String name = "electron " + colour;
      series.add(new Series(name, Form.LINE, colour, points));
      series.add(
          new Series(name, Form.POINTS, colour, points.subList(points.size() - 1, points.size())));
    }
    List<Point> protons =
        list(cell.outcome().metrics().get("protons")).stream().map(ElectronPaths::place).toList();
    series.add(new Series("proton", Form.MARKS, 0, protons));
    return Chart.of(
            "paths",
            "The ways of the electrons",
            "One run, in its first two coordinates: each electron from where it starts to where it"
                + " ends, dot; protons are fixed.",
            Axis.linear("first coordinate", ""),
            Axis.linear("second coordinate", ""),
            series)
        .noting(List.of("the run: " + Cells.name(cell)));
  }

  private static Point place(Object coordinates) {
    List<?> values = list(coordinates);
    return Point.at(number(values.get(0)), number(values.get(1)));
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
