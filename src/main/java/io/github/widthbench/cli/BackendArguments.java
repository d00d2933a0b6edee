package io.github.widthbench.cli;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What a command computes on. */
final class BackendArguments {

  private static final List<String> NAMES = List.of("auto", "cpu", "cuda", "reference");
  private static final List<Integer> FIRST = List.of(0);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      converter = Name.class,
      completionCandidates = Candidates.class,
      description =
          "auto (cpu, or cuda for steps of a size at which doctor --measure found it faster), cpu,"
              + " cuda or reference.")
  private String backend = "auto";

  @Option(
      names = "--device",
      paramLabel = "N[,N...]|all",
      converter = DevicesConverter.class,
      defaultValue = "0",
      description = "Which of several GPUs, 0 first; several share out the cells of a study.")
  private Devices devices = new Devices(FIRST);

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
   * The backend for the cells of a study.
   *
   * @throws BackendUnavailableException if this machine lacks it
   */
  Backends.Choice choose(StudyCase study) {
    List<Precision> precisions = study.precisions();
    Optional<BackendKind> requested =
        backend.equals("auto")
            ? Optional.empty()
            : Optional.of(BackendKind.valueOf(backend.toUpperCase(Locale.ROOT)));
    Backends.Choice choice = Backends.choose(requested, precisions.getFirst(), study::preferred);
    BackendKind kind = choice.used().kind();
    precisions.forEach(precision -> Backends.choose(Optional.of(kind), precision));
    List<Integer> chosen = devices.of(kind);
    if (!chosen.equals(FIRST)) { // throws before anything is written
      chosen.forEach(device -> Backends.open(kind, 1, device).close());
    }
    return choice.on(chosen);
  }

  /**
   * The devices that were named.
   *
   * @param numbers none for all of them
   */
  record Devices(List<Integer> numbers) {

    List<Integer> of(BackendKind kind) {
      return numbers.isEmpty()
          ? IntStream.range(0, Backends.devices(kind)).boxed().toList()
          : numbers;
    }
  }

  /** Refuses what is neither numbers nor {@code all}. */
  static final class DevicesConverter implements ITypeConverter<Devices> {
    @Override
    public Devices convert(String text) {
      if (text.equals("all")) {
        return new Devices(List.of());
      }
      if (!text.matches("\\d{1,4}(,\\d{1,4})*")) {
        throw new TypeConversionException("found " + text + "; allowed: 0, or 0,1, or all");
      }
      return new Devices(
          Arrays.stream(text.split(",", -1)).map(Integer::valueOf).distinct().toList());
    }
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
