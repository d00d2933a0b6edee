package io.github.widthbench.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How networks do on points that they were not trained on, over the width and, where a study varies
 * it, over the number of samples; empty for studies that hold nothing out.
 */
final class GeneralisationCharts {

  private static final String SAMPLES = "data.sampleCount";
  private static final String FOLD = "data.folds.fold";

  private static final List<Measure> MEASURES =
      List.of(
          new Measure(
              "losses", "Test and training loss", "loss of a sample", "testLoss", "trainLoss"),
          new Measure(
              "accuracy", "Share of right signs", "accuracy", "heldOutAccuracy", "trainAccuracy"));

  private final Cells cells;

  GeneralisationCharts(Cells cells) {
    this.cells = cells.where(c -> c.outcome().metrics().containsKey("testLoss"));
  }

  /** A number measured on points held out and on those trained on. */
  private record Measure(String id, String title, String label, String test, String training) {}

  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>();
    MEASURES.forEach(measure -> pictures.add(chart(measure, "width", Axis.width("width m"))));
    boolean samplesVary =
        cells.list().stream().anyMatch(c -> c.cell().coordinates().containsKey(SAMPLES));
    if (samplesVary) {
      Axis samples = Axis.log("samples n", "");
      MEASURES.forEach(measure -> pictures.add(chart(measure, SAMPLES, samples)));
    }
    return pictures;
  }

  private Chart chart(Measure measure, String path, Axis axis) {
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(cells.groups(path, FOLD).entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    int colour = 0;
    for (Map.Entry<String, Cells> group : groups.shown()) {
      String name = group.getKey().isEmpty() ? "held out" : group.getKey();
      SortedMap<Double, Cells> byX = group.getValue().along(path);
      series.add(Lines.medians(name, colour, byX, Cells.metric(measure.test())));
      series.add(Lines.theory(name + ", training", colour, byX, Cells.metric(measure.training())));
      colour++;
    }
    return Chart.of(
            measure.id() + "-" + path.replace('.', '-'),
            measure.title() + " over the " + axis.label(),
            "Median over the replicates with quartiles on points held out; dashed: on those trained"
                + " on. What lies between the two is the gap.",
            axis,
            Axis.linear(measure.label(), ""),
            series)
        .noting(List.of(groups.note("groups")));
  }
}
