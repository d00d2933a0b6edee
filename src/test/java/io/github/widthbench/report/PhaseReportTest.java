package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.exponential.ExponentialSchema;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The phase diagram in report.md. */
class PhaseReportTest {

  @Test
  void studyOfStartsAndSteps_hasAGrid_andAnotherHasNone() {
    Study study =
        new StudyReader(Map.of("exponential", ExponentialSchema.schema()))
            .parse(
                """
                experiment: exponential
                axes:
                  initialization: [iid, {small: 0.5}]
                  learningRate.scaled: [0.5, 1, 2]
                  seed: {count: 3}
                fixed:
                  data: {kind: sphere, sampleCount: 4, inputDim: 3, radius: 0.5}
                  width: 40
                """,
                "phase.yaml",
                "phase",
                List.of());
    CellRecord.Ran ran = new CellRecord.Ran("cpu", "a chip", "fp64", true);
    // seeds 0, 1 and 2 need 40, 41 and 42 steps
    assertThat(markdown(ReportSamples.evidence(study, 0, ran)))
        .contains(
            """
            ## Share converged: median iterations

            | start \\ step | scaled 0.5 | scaled 1 | scaled 2 |
            | --- | ---: | ---: | ---: |
            | iid | 100 %: 41 | 100 %: 41 | 100 %: 41 |
            | small 0.5 | 100 %: 41 | 100 %: 41 | 100 %: 41 |
            """);
    assertThat(markdown(ReportSamples.evidence(0))).doesNotContain("Share converged");
  }

  private static String markdown(Evidence evidence) {
    Findings findings = Findings.of(List.of(), Map.of(), List.of(), "A sentence.");
    return MarkdownReport.of(ReportSamples.report(evidence, findings, "a build"));
  }
}
