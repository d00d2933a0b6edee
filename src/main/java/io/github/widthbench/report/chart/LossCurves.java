package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** The loss of single networks over the steps. */
final class LossCurves {

  private LossCurves() {}

  /** One thin line a network, coloured by its width. */
  static Chart over(Cells cells, String unit) {
    return Chart.of(
            "loss",
            "Loss while training",
            "One line a network, coloured by its width.",
            Axis.linear("step", unit),
            Axis.log("loss", ""),
            byWidth(cells, cell -> Cells.curve(cell, "t", "loss")))
        .ramped()
        .noting(List.of(Bounded.evenly(cells.list(), Bounded.CURVES).note("curves")));
  }

  /** Curves of at most {@link Bounded#CURVES} cells, one colour a width. */
  static List<Series> byWidth(Cells cells, Function<Finished, List<Point>> curve) {
    List<Finished> shown = Bounded.evenly(cells.list(), Bounded.CURVES).shown();
    SortedMap<Double, Cells> byWidth = new Cells(shown).along("width");
    List<Series> series = new ArrayList<>();
    int colour = 0;
    for (var entry : byWidth.entrySet()) {
      for (Finished cell : entry.getValue().list()) {
        List<Point> points = curve.apply(cell).stream().filter(p -> p.y() > 0).toList();
        String name = "m = " + Numbers.decimal(entry.getKey());
        series.add(new Series(name, Form.CURVE, colour, points));
      }
      colour++;
    }
    return series;
  }
}
