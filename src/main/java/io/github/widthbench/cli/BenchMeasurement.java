package io.github.widthbench.cli;

import io.github.widthbench.benchmarks.WorkProfiler;
import io.github.widthbench.cli.BenchCases.Planned;
import io.github.widthbench.measure.LatencyLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures one case by a run of JMH of its own.
 *
 * @param log where JMH tells what it does; null to keep it for failures
 */
record BenchMeasurement(
    CommandLineOptions asked,
    BenchProfile.Timing timing,
    BenchFolder folder,
    @Nullable PrintStream log) {

  private static final Pattern MISTAKE = Pattern.compile("(?m)^.*(Exception|Error)\\b.*$");

  /**
   * What JMH found.
   *
   * @param failure why there is no result; null where there is one
   */
  record Found(Collection<RunResult> results, @Nullable String failure) {

    /** Whether another run of JMH measures on this machine, so that this one did not start. */
    boolean busy() {
      return failure != null && failure.contains("JMH lock");
    }
  }

  /** Measures {@code planned}; JMH's own JSON of it is in the folder then. */
  Found measure(Planned planned) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = log != null ? log : new PrintStream(said, false, StandardCharsets.UTF_8);
    VerboseMode verbosity = asked.verbosity().orElse(VerboseMode.NORMAL);
    try {
      Collection<RunResult> results =
          new Runner(options(planned), OutputFormatFactory.createFormatInstance(out, verbosity))
              .run();
      return results.isEmpty()
          ? new Found(results, mistake(said.toString(StandardCharsets.UTF_8)))
          : new Found(results, null);
    } catch (RunnerException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      return new Found(List.of(), String.valueOf(cause.getMessage()));
    }
  }

  private Options options(Planned planned) {
    String only = "^" + Pattern.quote(planned.point().benchmark()) + "$";
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(asked)
            .include(only)
            .exclude("^(?!" + Pattern.quote(planned.point().benchmark()) + "$)")
            .addProfiler(WorkProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(folder.caseJson().toString())
            .jvmArgsAppend(forkOptions());
    planned.modes().forEach(options::mode);
    planned.point().params().forEach(options::param);
    return (planned.profiled() ? timed(options) : options).build();
  }

  /** Measured as the profile says, where no option of JMH says otherwise. */
  private ChainedOptionsBuilder timed(ChainedOptionsBuilder options) {
    return options
        .forks(asked.getForkCount().orElse(timing.forks()))
        .warmupIterations(asked.getWarmupIterations().orElse(timing.warmupIterations()))
        .warmupTime(asked.getWarmupTime().orElse(timing.warmupTime()))
        .measurementIterations(asked.getMeasurementIterations().orElse(timing.iterations()))
        .measurementTime(asked.getMeasurementTime().orElse(timing.iterationTime()));
  }

  private String[] forkOptions() {
    List<String> options = new ArrayList<>(asked.getJvmArgsAppend().orElse(List.of()));
    String flags = System.getProperty("widthbench.flags", "src/main/launcher/jvm.flags");
    options.add("@" + Path.of(flags).toAbsolutePath());
    options.add("--sun-misc-unsafe-memory-access=allow"); // JMH reads object layouts with it
    options.add("-D" + LatencyLog.FOLDER_PROPERTY + "=" + folder.forks());
    return options.toArray(String[]::new);
  }

  /** The first line of JMH's output that names an exception. */
  private static String mistake(String said) {
    return MISTAKE
        .matcher(said)
        .results()
        .findFirst()
        .map(found -> found.group().strip())
        .orElse("the fork ended without a result");
  }
}
