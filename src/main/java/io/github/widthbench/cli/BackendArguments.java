package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a command computes on. */
final class BackendArguments {

  private static final List<String> NAMES = List.of("auto", "cpu", "cuda", "reference");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      converter = Name.class,
      completionCandidates = Candidates.class,
      description = "auto (the best that is usable), cpu, cuda or reference.")
  private String backend = "auto";

  @Option(names = "--device", paramLabel = "N", description = "Which of several GPUs; 0 first.")
  private int device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads in all. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** Threads to use in all. */
  int threads() {
    if (threads < 1) {
      throw new ParameterException(
          command.commandLine(), "--threads is " + threads + "; at least 1 is needed");
    }
    return threads;
  }

  /**
   * The backend for cells of these precisions.
   *
   * @throws BackendUnavailableException if this machine lacks it
   */
  Backends.Choice choose(List<Precision> precisions) {
    Optional<BackendKind> requested =
        backend.equals("auto")
            ? Optional.empty()
            : Optional.of(BackendKind.valueOf(backend.toUpperCase(Locale.ROOT)));
    Backends.Choice choice = Backends.choose(requested, precisions.getFirst());
    BackendKind kind = choice.used().kind();
    precisions.forEach(precision -> Backends.choose(Optional.of(kind), precision));
    if (device != 0) {
      Backends.open(kind, 1, device).close(); // throws before anything is written
    }
    return choice.on(device);
  }

  /** Refuses what is no backend. */
  static final class Name implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!NAMES.contains(text)) {
        throw new TypeConversionException(
            "found " + text + "; allowed: " + String.join(", ", NAMES));
      }
      return text;
    }
  }

  /** Names for shell completion. */
  static final class Candidates extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(NAMES);
    }
  }
}
