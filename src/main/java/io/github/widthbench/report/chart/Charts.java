package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The pictures of a study, by its experiment. */
public final class Charts {

  private static final Map<String, Draw> BY_EXPERIMENT =
      Map.of(
          "exponential", (cells, verdicts) -> new ExponentialCharts(cells, verdicts).pictures(),
          "condensation", (cells, verdicts) -> new CondensationCharts(cells).pictures(),
          "electrodynamics", (cells, verdicts) -> new ElectrodynamicsCharts(cells).pictures(),
          "momentum", (cells, verdicts) -> new MomentumCharts(cells).pictures(),
          "recovery", (cells, verdicts) -> new RecoveryCharts(cells).pictures());

  private Charts() {}

  /** Makes the pictures of one experiment; those that would be empty are left out. */
  @FunctionalInterface
  private interface Draw {
    List<Picture> from(Cells cells, List<Verdict> verdicts);
  }

  /** The pictures of a study; of an unknown experiment its loss curves. */
  public static List<Picture> of(
      String experiment, List<Finished> finished, List<Verdict> verdicts) {
    Cells cells = Cells.ok(finished);
    Draw draw =
        BY_EXPERIMENT.getOrDefault(experiment, (all, _) -> List.of(LossCurves.over(all, "steps")));
    List<Picture> pictures = new ArrayList<>(draw.from(cells, verdicts));
    pictures.addAll(new GeneralisationCharts(cells).pictures());
    pictures.add(EnergyCharts.overWidth(cells));
    List<PhaseDiagram> phases = PhaseDiagram.of(finished);
    for (int i = 0; i < phases.size(); i++) {
      pictures.addAll(phases.get(i).pictures(i));
    }
    return notEmpty(pictures);
  }

  /** Those of {@code pictures} that show something. */
  static List<Picture> notEmpty(List<Picture> pictures) {
    return pictures.stream().filter(Charts::showsSomething).toList();
  }

  /**
   * The pictures of several runs of one experiment: charts of one thing are joined, grids stand one
   * after the other.
   *
   * @param runs their pictures by the name of the run
   */
  public static List<Picture> joined(SequencedMap<String, List<Picture>> runs) {
    SequencedMap<String, SequencedMap<String, Chart>> charts = new LinkedHashMap<>();
    List<Picture> joined = new ArrayList<>();
    runs.forEach((run, pictures) -> {
      for (Picture picture : pictures) {
        if (picture instanceof Chart chart) {
          charts.computeIfAbsent(chart.id(), _ -> new LinkedHashMap<>()).put(run, chart);
        }
      }
    });
    charts.values().forEach(same -> joined.add(Chart.joined(same)));
    runs.forEach((run, pictures) -> {
      for (Picture picture : pictures) {
        if (picture instanceof HeatMap map) {
          joined.add(map.of(run));
        }
      }
    });
    return joined;
  }

  private static boolean showsSomething(Picture picture) {
    return switch (picture) {
      case Chart chart -> !chart.series().isEmpty();
      case HeatMap map -> !map.rows().isEmpty();
    };
  }
}
