package io.github.widthbench.results;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.study.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The last record of every cell in some journals.
 *
 * @param byId the record of the latest attempt; of several with one attempt the last read
 * @param messages what could not be read, one sentence each
 */
public record Records(Map<String, CellRecord> byId, List<String> messages) {

  /** Reads {@code journals} one after the other; absent ones are empty. */
  public static Records read(List<Path> journals) {
    return read(journals, record -> {});
  }

  /** The same, while {@code listener} hears of every record. */
  public static Records read(List<Path> journals, Consumer<CellRecord> listener) {
    Map<String, CellRecord> byId = new HashMap<>();
    List<String> messages = new ArrayList<>();
    for (Path journal : journals) {
      messages.addAll(
          Journal.read(
              journal,
              record -> {
                listener.accept(record);
                byId.merge(record.id(), record, (a, b) -> b.attempt() >= a.attempt() ? b : a);
              }));
    }
    return new Records(byId, messages);
  }

  /** The records of {@code cells}, in the order given; some may be missing. */
  public List<CellRecord> of(List<Cell> cells) {
    return cells.stream().map(cell -> byId.get(cell.id())).filter(Objects::nonNull).toList();
  }

  /** Those of {@code cells} that have a record, with their outcomes, in the order given. */
  public List<Experiment.Finished> finished(List<Cell> cells) {
    List<Experiment.Finished> finished = new ArrayList<>();
    for (Cell cell : cells) {
      CellRecord record = byId.get(cell.id());
      if (record != null) {
        CellRecord.Timing timing = record.timing();
        finished.add(
            new Experiment.Finished(cell, record.outcome(), timing.seconds(), timing.joules()));
      }
    }
    return finished;
  }
}
