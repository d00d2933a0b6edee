package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.Replicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How training ends over the start and the step: a grid for each setting of a study's other axes,
 * where it varies both {@code initialization} and {@code learningRate}.
 *
 * @param setting of the other axes; empty where there are none
 * @param starts the rows, in the order of the study
 * @param steps the columns, in the order of the study
 * @param cells by row, then column; a place may be empty
 */
public record PhaseDiagram(
    String setting, List<String> starts, List<String> steps, List<List<Replicates>> cells) {

  private static final String START = "initialization";
  private static final String STEP = "learningRate";

  /** Grids of one page. */
  private static final int MOST = 6;

  /** The diagrams of a study, at most a few; none where it varies start or step alone. */
  public static List<PhaseDiagram> of(List<Finished> finished) {
    List<Finished> ok = finished.stream().filter(c -> c.outcome().status() == Status.OK).toList();
    SequencedMap<String, List<Finished>> settings = new LinkedHashMap<>();
    for (Finished cell : ok) {
      settings.computeIfAbsent(other(cell), _ -> new ArrayList<>()).add(cell);
    }
    return settings.entrySet().stream()
        .map(entry -> grid(entry.getKey(), entry.getValue()))
        .filter(grid -> grid.starts().size() > 1 && grid.steps().size() > 1)
        .limit(MOST)
        .toList();
  }

  private static PhaseDiagram grid(String setting, List<Finished> cells) {
    List<String> starts = cells.stream().map(c -> along(START, c)).distinct().toList();
    List<String> steps = cells.stream().map(c -> along(STEP, c)).distinct().toList();
    List<List<Replicates>> rows =
        starts.stream()
            .map(start -> steps.stream().map(step -> at(cells, start, step)).toList())
            .toList();
    return new PhaseDiagram(setting, starts, steps, rows);
  }

  private static Replicates at(List<Finished> cells, String start, String step) {
    return new Replicates(
        cells.stream()
            .filter(c -> along(START, c).equals(start) && along(STEP, c).equals(step))
            .toList());
  }

  /** The values of the axes at or below a field; empty where it is none. */
  private static String along(String field, Finished cell) {
    return text(cell, Set.of(field), true);
  }

  private static String other(Finished cell) {
    return text(cell, Set.of(START, STEP, "seed", "data.seed", "teacher.seed"), false);
  }

  private static String text(Finished cell, Set<String> fields, boolean within) {
    Map<String, Object> at = cell.cell().coordinates();
    return at.entrySet().stream()
        .filter(e ->
            within
                == fields.stream()
                    .anyMatch(f -> e.getKey().equals(f) || e.getKey().startsWith(f + ".")))
        .map(e -> name(e.getKey(), within) + Numbers.text(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** The last step of a path, such as {@code scaled}; nothing for a whole field. */
  private static String name(String path, boolean within) {
    int dot = path.lastIndexOf('.');
    return within && dot < 0 ? "" : path.substring(dot + 1) + " ";
  }

  /** The share of the seeds that converged, NaN where nothing ran. */
  public static double converged(Replicates cells) {
    return cells.size() == 0 ? Double.NaN : (double) cells.converged() / cells.size();
  }

  /** Their median iterations; infinite where half of them needed more than they were given. */
  public static double iterations(Replicates cells) {
    return cells.iterations().median();
  }

  /** Two grids of colours. */
  List<Picture> pictures(int index) {
    double slowest = largest(cell -> logarithm(iterations(cell)));
    return List.of(
        map(
            "phase-converged-" + index,
            "Where training converges",
            "Share of the seeds that met the stop rule, over the scale of the start and the step.",
            PhaseDiagram::converged,
            "share converged",
            HeatMap.Range.SHARE),
        map(
            "phase-iterations-" + index,
            "How many iterations it takes",
            "Median over the seeds, as a power of ten; empty where half of them did not converge.",
            cell -> logarithm(iterations(cell)),
            "log₁₀ iterations",
            new HeatMap.Range(0, Math.max(slowest, 1))));
  }

  private static double logarithm(double iterations) {
    return Double.isFinite(iterations) ? StrictMath.log10(Math.max(iterations, 1)) : Double.NaN;
  }

  private double largest(ToDoubleFunction<Replicates> value) {
    return cells.stream()
        .flatMap(List::stream)
        .mapToDouble(value)
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  private HeatMap map(
      String id,
      String title,
      String reading,
      ToDoubleFunction<Replicates> value,
      String unit,
      HeatMap.Range range) {
    return new HeatMap(
        id,
        setting.isEmpty() ? title : title + ", " + setting,
        reading,
        "step",
        "start",
        steps,
        starts,
        cells.stream().map(row -> row.stream().map(value::applyAsDouble).toList()).toList(),
        unit,
        range,
        Set.of(),
        List.of());
  }
}
