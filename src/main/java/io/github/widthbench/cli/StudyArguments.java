package io.github.widthbench.cli;

import io.github.widthbench.study.BuiltInStudies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The studies that a command is about, and what is changed in them. */
final class StudyArguments {

  @Parameters(
      arity = "0..*",
      paramLabel = "STUDY",
      description = "A built-in study or a YAML file. None: every built-in *-quick study.",
      completionCandidates = BuiltInNames.class)
  private List<String> studies = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Set a field, such as data.sampleCount=16, or turn an axis into one value.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "fp64, fp32 or tf32; short for --set precision=NAME.")
  private @Nullable String precision;

  /** Reads all studies before anything runs. */
  List<StudyCase> read(Experiments experiments) {
    List<String> all =
        precision == null
            ? sets
            : Stream.concat(sets.stream(), Stream.of("precision=" + precision)).toList();
    List<String> named = studies.isEmpty() ? BuiltInStudies.quick() : studies;
    return named.stream().map(study -> experiments.read(study, all)).toList();
  }

  /** Names for shell completion. */
  static final class BuiltInNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    BuiltInNames() {
      super(BuiltInStudies.names());
    }
  }
}
