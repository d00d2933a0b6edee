package io.github.widthbench.pilot;

import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Cells of one setting and width, which differ in their seeds only.
 *
 * @param setting values of the other axes
 * @param width 1 where a cell has none
 * @param cost of each
 * @param tried those that have run
 */
record Row(
    SequencedMap<String, Object> setting,
    double width,
    List<Cell> cells,
    Cost cost,
    List<Tried> tried) {

  private static final String WIDTH = "width";

  private record Key(SequencedMap<String, Object> setting, double width) {}

  /** The rows of {@code cells}, in their order; none has run. */
  static List<Row> of(List<Cell> cells, Function<Cell, Cost> costs) {
    SequencedMap<Key, List<Cell>> rows = new LinkedHashMap<>();
    for (Cell cell : cells) {
      rows.computeIfAbsent(new Key(setting(cell), width(cell)), _ -> new ArrayList<>()).add(cell);
    }
    return rows.entrySet().stream()
        .map(row ->
            new Row(
                row.getKey().setting(),
                row.getKey().width(),
                row.getValue(),
                costs.apply(row.getValue().getFirst()),
                List.of()))
        .toList();
  }

  /** This row with what {@code records} hold of it. */
  Row with(Map<String, CellRecord> records) {
    List<Tried> found = new ArrayList<>();
    for (Cell cell : cells) {
      CellRecord record = records.get(cell.id());
      if (record != null) {
        found.add(new Tried(new Finished(cell, record.outcome()), record.timing().seconds()));
      }
    }
    return new Row(setting, width, cells, cost, found);
  }

  /** Number of cells that have not run. */
  int left() {
    return cells.size() - tried.size();
  }

  private static SequencedMap<String, Object> setting(Cell cell) {
    SequencedMap<String, Object> setting = new LinkedHashMap<>(cell.coordinates());
    setting.keySet().removeAll(Replicates.SEEDS);
    setting.remove(WIDTH);
    return setting;
  }

  private static double width(Cell cell) {
    Settings settings = cell.settings();
    return settings.has(WIDTH) ? settings.integer(WIDTH) : 1;
  }

  /** The widths of {@code rows}, narrow ones first. */
  static List<Double> widths(Collection<Row> rows) {
    return rows.stream().map(Row::width).distinct().sorted().toList();
  }

  /** Most steps that one of its cells may take. */
  double cap() {
    return Finished.cap(cells.getFirst());
  }

  /** Whether the theory says that no cell of it ever converges. */
  boolean isHopeless() {
    return cost.exact() && cost.iterations() >= cap();
  }
}
