package io.github.widthbench.report;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.exponential.ExponentialSchema;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Reports with outcomes that are arithmetic on width and seed. */
public final class ReportSamples {

  private ReportSamples() {}

  /** Widths 16 and 64, two starts, three seeds. */
  public static Study study(String title) {
    String yaml =
        """
        experiment: exponential
        title: %s
        axes:
          width: [16, 64]
          initialization: [coupled, iid]
          seed: {count: 3}
        fixed:
          data: {kind: sphere, sampleCount: 4, inputDim: 3, radius: 0.5}
        """
            .formatted("'" + title.replace("'", "''") + "'");
    return new StudyReader(Map.of("exponential", ExponentialSchema.schema()))
        .parse(yaml, "test.yaml", "test", List.of());
  }

  /** A cell of width m and seed s needs m + s + {@code more} steps; λ is off by 1/√m. */
  public static Finished finished(Cell cell, int more) {
    long width = cell.settings().integer("width");
    long seed = cell.settings().integer("seed");
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", true);
    metrics.put("iterations", (int) (width + seed + more));
    metrics.put("predictedIterations", 40);
    metrics.put("lambdaMin", 1 + 1 / Math.sqrt((double) width));
    metrics.put("lambdaMinInfinite", 1.0);
    metrics.put("lambdaMaxInfinite", 4.0);
    metrics.put("gramDistance", 2 / Math.sqrt((double) width));
    SequencedMap<String, Object> start = new LinkedHashMap<>(Map.of("t", 0, "loss", 2.0));
    SequencedMap<String, Object> last = new LinkedHashMap<>(Map.of("t", (int) width, "loss", 1e-3));
    return new Finished(
        cell,
        new Outcome(
            Outcome.Status.OK,
            null,
            metrics,
            new LinkedHashMap<>(),
            List.of(start, last),
            List.of()));
  }

  static Evidence evidence(int more) {
    return evidence(study("a study"), more, new CellRecord.Ran("cpu", "a chip", "fp64", true));
  }

  static Evidence evidence(Study study, int more, CellRecord.Ran ran) {
    List<Finished> finished = study.cells().stream().map(cell -> finished(cell, more)).toList();
    List<CellRecord> records =
        finished.stream()
            .map(f ->
                new CellRecord(
                    f.cell().id(),
                    "exponential",
                    f.cell().coordinates(),
                    f.outcome(),
                    new CellRecord.Timing(0.5, 1, false),
                    ran,
                    0))
            .toList();
    return new Evidence(study, finished, records);
  }

  static StudyReport report(Evidence evidence, Findings findings, String build) {
    SequencedMap<String, String> madeBy = new LinkedHashMap<>();
    madeBy.put("build", build);
    return new StudyReport(
        evidence.study().title(),
        new Summary.OfStudy(
            "test", "runs/test-" + build.hashCode(), new Summary.Counts(12, 12, 0, 0), findings),
        List.of("./widthbench run test"),
        madeBy,
        evidence);
  }
}
