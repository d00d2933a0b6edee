package io.github.widthbench.report;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * All that a report tells about one study.
 *
 * @param title of the study; its name where it has none
 * @param total cells the study has
 * @param cells how many ended in each way
 * @param commands that make the same numbers again
 * @param provenance what made them: build, host, device
 */
public record StudyReport(
    String study,
    String title,
    Path folder,
    int total,
    Map<Outcome.Status, Integer> cells,
    Findings findings,
    List<String> commands,
    SequencedMap<String, String> provenance) {

  public StudyReport {
    Map<Outcome.Status, Integer> inOrder = new EnumMap<>(Outcome.Status.class);
    inOrder.putAll(cells);
    cells = Collections.unmodifiableMap(inOrder);
    commands = List.copyOf(commands);
    provenance = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(provenance));
  }

  /** Such as {@code 90 cells: 89 ok, 1 failed}. */
  String cellCounts() {
    String ends =
        cells.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey().label())
            .collect(Collectors.joining(", "));
    int missing = total - cells.values().stream().mapToInt(Integer::intValue).sum();
    return "%d cell%s: %s%s"
        .formatted(
            total,
            total == 1 ? "" : "s",
            ends.isEmpty() ? "none finished" : ends,
            missing > 0 && !ends.isEmpty() ? ", " + missing + " not run" : "");
  }
}
