package io.github.widthbench.cli;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.condensation.CondensationExperiment;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsExperiment;
import io.github.widthbench.experiment.exponential.ExponentialExperiment;
import io.github.widthbench.experiment.momentum.MomentumExperiment;
import io.github.widthbench.experiment.recovery.RecoveryExperiment;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The experiments of this program, and the reader that knows their fields. */
final class Experiments {

  private final Map<String, Experiment> byName;
  private final StudyReader reader;

  Experiments(List<Experiment> experiments) {
    byName =
        experiments.stream()
            .collect(
                Collectors.toMap(
                    Experiment::name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    reader =
        new StudyReader(
            experiments.stream().collect(Collectors.toMap(Experiment::name, Experiment::schema)));
  }

  /** All that are built in. */
  static Experiments builtIn() {
    return new Experiments(
        List.of(
            new CondensationExperiment(),
            new ElectrodynamicsExperiment(),
            new ExponentialExperiment(),
            new MomentumExperiment(),
            new RecoveryExperiment()));
  }

  /** Each of them. */
  List<Experiment> all() {
    return List.copyOf(byName.values());
  }

  /** Reads a built-in study or a file, and checks every cell. */
  StudyCase read(String study, List<String> sets) {
    StudyCase read = known(reader.read(study, sets));
    read.study().cells().forEach(read.experiment()::check);
    return read;
  }

  /** Reads a study that has run. Its cells were checked then; its data may be elsewhere by now. */
  StudyCase parse(String text, String source, String name) {
    return known(reader.parse(text, source, name, List.of()));
  }

  private StudyCase known(Study study) {
    return new StudyCase(study, Objects.requireNonNull(byName.get(study.experiment())));
  }
}
