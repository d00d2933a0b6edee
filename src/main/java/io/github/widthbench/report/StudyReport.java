package io.github.widthbench.report;

import io.github.widthbench.results.Summary;
import io.github.widthbench.scaling.Scaling;
import io.github.widthbench.scaling.Section;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

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

  private static String some(int count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }
}
