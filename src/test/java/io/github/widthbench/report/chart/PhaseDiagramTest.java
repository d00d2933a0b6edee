package io.github.widthbench.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.exponential.ExponentialSchema;
import io.github.widthbench.report.ReportSamples;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PhaseDiagramTest {
  private static final String STUDY =
      """
      experiment: exponential
      axes:
        initialization: [coupled, {scaled: 0.5}, {scaled: 2.0}]
        learningRate.scaled: [0.5, 2]
        width: [16, 64]
        seed: {count: 4}
      fixed:
        data: {kind: sphere, sampleCount: 4, inputDim: 3, radius: 0.5}
      """;

  @Test
  void startsAndSteps_makeAGridForEachWidth() {
    List<PhaseDiagram> phases = PhaseDiagram.of(cells());
    assertThat(phases).extracting(PhaseDiagram::setting).containsExactly("width 16", "width 64");
    PhaseDiagram phase = phases.getFirst();
    assertThat(phase.starts()).containsExactly("coupled", "scaled 0.5", "scaled 2");
    assertThat(phase.steps()).containsExactly("scaled 0.5", "scaled 2");
    assertThat(PhaseDiagram.converged(phase.cells().get(0).get(0))).isEqualTo(1);
    assertThat(PhaseDiagram.converged(phase.cells().get(2).get(1))).isEqualTo(0.25);
    assertThat(PhaseDiagram.iterations(phase.cells().get(0).get(0))).isEqualTo(100);
    assertThat(PhaseDiagram.iterations(phase.cells().get(2).get(1))).isInfinite();
  }

  @Test
  void pictures_showSharesAndPowersOfTen() {
    List<Picture> pictures = Charts.of("exponential", cells(), List.of());
    HeatMap share = map(pictures, "phase-converged-1");
    assertThat(share.values())
        .containsExactly(List.of(1.0, 1.0), List.of(1.0, 1.0), List.of(1.0, 0.25));
    assertThat(share.title()).isEqualTo("Where training converges, width 64");
    HeatMap iterations = map(pictures, "phase-iterations-1");
    assertThat(iterations.values().getFirst()).containsExactly(2.0, 2.0);
    assertThat(iterations.values().get(2).get(1)).isNaN();
  }

  @Test
  void studyOfOneStep_hasNone() {
    List<Finished> cells =
        ReportSamples.study("a study").cells().stream()
            .map(cell -> ReportSamples.finished(cell, 0))
            .toList();
    assertThat(PhaseDiagram.of(cells)).isEmpty();
  }

  private static HeatMap map(List<Picture> pictures, String id) {
    return (HeatMap) pictures.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  /** At the largest scale and step only seed 0 converges; all others do in 100 iterations. */
  private static List<Finished> cells() {
    return new StudyReader(Map.of("exponential", ExponentialSchema.schema()))
        .parse(STUDY, "phase.yaml", "phase", List.of()).cells().stream()
            .map(cell -> new Finished(cell, outcome(cell)))
            .toList();
  }

  private static Outcome outcome(Cell cell) {
    boolean large =
        cell.settings().has("initialization.scaled")
            && cell.settings().number("initialization.scaled") == 2
            && cell.settings().number("learningRate.scaled") == 2;
    boolean converged = !large || cell.settings().integer("seed") == 0;
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", converged);
    metrics.put("iterations", converged ? (Number) 100 : (Number) Double.NaN);
    return new Outcome(
        Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), List.of(), List.of());
  }
}
