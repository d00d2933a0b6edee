package io.github.widthbench.cli;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.electrodynamics.ElectrodynamicsExperiment;
import io.github.widthbench.experiment.exponential.ExponentialExperiment;
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
    return new Experiments(List.of(new ElectrodynamicsExperiment(), new ExponentialExperiment()));
  }

  /** Reads a built-in study or a file, and checks every cell. */
  StudyCase read(String study, List<String> sets) {
    return checked(reader.read(study, sets));
  }

  /** Reads the text of a study, and checks every cell. */
  StudyCase parse(String text, String source, String name) {
    return checked(reader.parse(text, source, name, List.of()));
  }

  private StudyCase checked(Study study) {
    Experiment experiment = Objects.requireNonNull(byName.get(study.experiment()));
    study.cells().forEach(experiment::check);
    return new StudyCase(study, experiment);
  }
}
