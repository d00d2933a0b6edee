package io.github.widthbench.experiment.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The example on the page about extending works, and is wrong where it should be. */
class AnswerExperimentTest {

  private final Experiment experiment = new AnswerExperiment();

  @Test
  void answers_scaledByTheRootOfTheWidth_stayOfOneOrder() {
    assertThat(judged("").says()).isEqualTo(Says.HOLDS);
  }

  @Test
  void answers_unscaled_grow() {
    Verdict verdict = judged("power=0");

    assertThat(verdict.says()).isEqualTo(Says.VIOLATED);
    assertThat(verdict.estimate()).isBetween(0.4, 0.6);
  }

  private Verdict judged(String set) {
    StudyReader reader = new StudyReader(Map.of(experiment.name(), experiment.schema()));
    Study study =
        reader.parse(
            """
            experiment: answer
            axes:
              width: {pow2: [6, 10]}
              seed: {count: 60}
            fixed:
              data: {kind: gaussian, sampleCount: 32, inputDim: 4}
            """,
            "answer.yaml",
            "answer",
            set.isEmpty() ? List.of() : List.of(set));
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : study.cells()) {
        experiment.check(cell);
        Outcome outcome = experiment.run(List.of(cell), backend, Watch.NONE).getFirst();
        finished.add(new Finished(cell, outcome));
      }
    }
    return experiment.judge(finished).verdicts().getFirst();
  }
}
