package io.github.widthbench.report;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.results.Summary;
import io.github.widthbench.scaling.Scaling;
import io.github.widthbench.scaling.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a report tells about one study.
 *
 * @param title for people
 * @param commands that make the same numbers again
 * @param madeBy what made them: build, host, device
 * @param evidence the cells that charts show
 */
public record StudyReport(
    String title,
    Summary.OfStudy summary,
    List<String> commands,
    SequencedMap<String, String> madeBy,
    Evidence evidence) {

  public StudyReport {
    commands = List.copyOf(commands);
    madeBy = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(madeBy));
  }

  /** Cost and benefit of width, where the study shows a trend. */
  public List<Section> scaling() {
    return Scaling.of(evidence.finished(), evidence.records());
  }

  /** Such as {@code 90 cells: 88 ok, 1 failed, 1 not run}. */
  String cellCounts() {
    Summary.Counts cells = summary.cells();
    return "%d cell%s: %d ok%s%s%s"
        .formatted(
            cells.total(),
            cells.total() == 1 ? "" : "s",
            cells.ok(),
            some(cells.failed(), "failed"),
            some(cells.infeasible(), "infeasible"),
            some(cells.missing(), "not run"));
  }

  /** Why cells did not run to their end: every reason once, the most frequent first. */
  List<String> reasons() {
    Map<String, Long> counts =
        evidence.finished().stream()
            .map(Finished::outcome)
            .filter(outcome -> outcome.status() != Status.OK)
            .map(outcome -> outcome.status().label() + ": " + outcome.reason())
            .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(reason ->
            "%d cell%s %s"
                .formatted(reason.getValue(), reason.getValue() == 1 ? "" : "s", reason.getKey()))
        .toList();
  }

  private static String some(int count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }
}
