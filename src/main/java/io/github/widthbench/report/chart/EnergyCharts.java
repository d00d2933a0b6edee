package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The energy that a width takes; empty where no record tells it. */
final class EnergyCharts {

  private EnergyCharts() {}

  static Chart overWidth(Cells all) {
    Cells told = all.where(cell -> cell.outcome().flag("converged"));
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(told.groups("width").entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    for (Map.Entry<String, Cells> group : groups.shown()) {
      String name = group.getKey().isEmpty() ? "a cell" : group.getKey();
      series.add(
          Lines.medians(name, series.size(), group.getValue().along("width"), Finished::joules));
    }
    return Chart.of(
            "joules-width",
            "Energy to the tolerance over the width m",
            "Median with quartiles over the seeds that converged, of what the whole device took, idle"
                + " power and other programs included, shared among the cells of a batch.",
            Axis.width("width m"),
            Axis.fitting("energy", "J", series),
            series)
        .noting(List.of(groups.note("groups")));
  }
}
