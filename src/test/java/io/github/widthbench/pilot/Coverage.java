package io.github.widthbench.pilot;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Quantiles;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Json;
import io.github.widthbench.results.Plain;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import io.github.widthbench.sweep.Batches;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/**
 * Trials of the pilot on random studies: it sees the three narrowest widths, and one cell of each
 * wider width tells whether its iterations are in the interval that was stated for one cell.
 *
 * @param trials that could be counted: studies whose wider cells converge
 * @param held trials in which one cell, of a wider width and seed drawn before, was in its interval
 * @param cells of wider widths that converged, in all trials
 * @param cellsHeld of them in their intervals
 * @param medianFactor of the upper end of an interval over the lower
 * @param lines one a trial
 */
record Coverage(
    int trials,
    int held,
    int cells,
    int cellsHeld,
    double medianFactor,
    List<SequencedMap<String, Object>> lines) {

  private static final int SEEN = 3;

  static Coverage of(int trials) {
    List<Trial> all = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.CPU, 1)) {
      for (int seed = 0; all.size() < trials; seed++) {
        Trial trial = Trial.of(RandomStudies.draw(seed), seed, backend);
        if (trial.isCounted()) {
          all.add(trial);
        }
      }
    }
    return new Coverage(
        all.size(),
        (int) all.stream().filter(Trial::held).count(),
        all.stream().mapToInt(trial -> trial.factors.size()).sum(),
        all.stream().mapToInt(trial -> trial.inside).sum(),
        Quantiles.of(
                all.stream()
                    .flatMap(trial -> trial.factors.stream())
                    .mapToDouble(Double::doubleValue)
                    .toArray())
            .median(),
        all.stream().map(Trial::plain).toList());
  }

  String json() {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "widthbench/pilot-coverage/1");
    document.put("trials", trials);
    document.put("held", held);
    document.put("share", (double) held / trials);
    document.put("cells", cells);
    document.put("cellsHeld", cellsHeld);
    document.put("cellShare", (double) cellsHeld / cells);
    document.put("medianFactor", medianFactor);
    document.put("lines", lines);
    return Json.pretty(Plain.row(document));
  }

  /** One study. */
  private static final class Trial {
    private final RandomStudies.Drawn drawn;
    private final int seed;
    private final List<Double> factors = new ArrayList<>();
    private int inside;
    private SequencedMap<String, Object> plain = new LinkedHashMap<>();

    private Trial(RandomStudies.Drawn drawn, int seed) {
      this.drawn = drawn;
      this.seed = seed;
    }

    static Trial of(RandomStudies.Drawn drawn, int seed, Backend backend) {
      Trial trial = new Trial(drawn, seed);
      trial.run(backend);
      return trial;
    }

    boolean isCounted() {
      return !plain.isEmpty();
    }

    boolean held() {
      return Boolean.TRUE.equals(plain.get("held"));
    }

    SequencedMap<String, Object> plain() {
      return plain;
    }

    private void run(Backend backend) {
      Experiment experiment = drawn.experiment();
      List<Cell> cells =
          new StudyReader(Map.of(experiment.name(), experiment.schema()))
              .parse(drawn.yaml(), "trial.yaml", "trial", List.of())
              .cells();
      List<Row> rows = Row.of(cells, cell -> experiment.cost(cell, backend));
      List<Row> seen =
          rows.stream()
              .map(row -> rows.indexOf(row) < SEEN ? row.with(ran(row, backend)) : row)
              .toList();
      Forecast forecast = new Forecaster(seen, List.of(), 1, false).forecast();
      Random random = new Random(seed);
      int chosen = SEEN + random.nextInt(rows.size() - SEEN);
      for (int i = SEEN; i < rows.size(); i++) {
        List<Tried> truth = rows.get(i).with(ran(rows.get(i), backend)).tried();
        List<Tried> converged = truth.stream().filter(Tried::converged).toList();
        Estimate stated = forecast.lines().get(i).iterations();
        converged.forEach(cell -> count(stated, cell.steps()));
        if (i == chosen && !converged.isEmpty()) {
          Tried one = converged.get(random.nextInt(converged.size()));
          plain = line(rows.get(i).width(), stated, one.steps());
        }
      }
    }

    private void count(Estimate stated, double iterations) {
      factors.add(stated.high() / Math.max(1, stated.low()));
      inside += stated.holds(iterations) ? 1 : 0;
    }

    private SequencedMap<String, Object> line(double width, Estimate stated, double iterations) {
      SequencedMap<String, Object> line = new LinkedHashMap<>();
      line.put("seed", seed);
      line.put("study", drawn.name());
      line.put("width", width);
      line.put("iterations", iterations);
      line.put("low", stated.low());
      line.put("predicted", stated.value());
      line.put("high", stated.high());
      line.put("held", stated.holds(iterations));
      return line;
    }

    private Map<String, CellRecord> ran(Row row, Backend backend) {
      Map<String, CellRecord> records = new LinkedHashMap<>();
      for (List<Cell> batch : Batches.groups(row.cells(), drawn.experiment())) {
        List<Outcome> outcomes = drawn.experiment().run(batch, backend, Watch.NONE);
        for (int i = 0; i < batch.size(); i++) {
          records.put(
              batch.get(i).id(), RandomStudies.record(new Finished(batch.get(i), outcomes.get(i))));
        }
      }
      return records;
    }
  }
}
