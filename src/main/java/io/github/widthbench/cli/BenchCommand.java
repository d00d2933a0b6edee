package io.github.widthbench.cli;

import io.github.widthbench.measure.LatencyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.ProfilersFailedException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the JMH benchmarks with JMH's own options. */
@Command(
    name = "bench",
    description = {
      "Runs the JMH benchmarks. Every argument is JMH's own: -h lists them, -l the benchmarks.",
      "Writes jmh.json (-rff names another file) and latency.hlog into runs/bench-<time>."
    },
    customSynopsis = "widthbench bench [JMH ARGUMENTS]")
final class BenchCommand implements Callable<Integer> {

  /** Tells the benchmarks, which run in processes of their own, where latencies go. */
  private static final String FOLDER_PROPERTY = "widthbench.bench.folder";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  private boolean help;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = new ArrayList<>();

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try {
      CommandLineOptions asked = new CommandLineOptions(arguments.toArray(String[]::new));
      return answered(asked) ? Exit.DONE : measure(asked);
    } catch (CommandLineOptionException | NoBenchmarksException | ProfilersFailedException usage) {
      throw new ParameterException(spec.commandLine(), "JMH: " + usage.getMessage(), usage);
    } catch (RunnerException failed) {
      terminal.tell("JMH: " + failed.getMessage());
      return Exit.JUDGED;
    }
  }

  /** Answers what JMH can be asked without measuring; says whether there was such a question. */
  private static boolean answered(CommandLineOptions asked) throws IOException, RunnerException {
    if (asked.shouldHelp()) {
      asked.showHelp();
    } else if (asked.shouldList()) {
      new Runner(asked).list();
    } else if (asked.shouldListWithParams()) {
      new Runner(asked).listWithParams(asked);
    } else if (asked.shouldListProfilers()) {
      asked.listProfilers();
    } else if (asked.shouldListResultFormats()) {
      asked.listResultFormats();
    } else {
      return false;
    }
    return true;
  }

  private int measure(CommandLineOptions asked) throws IOException, RunnerException {
    Path folder =
        Path.of("runs", "bench-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME))
            .toAbsolutePath();
    Files.createDirectories(folder);
    BenchOutput output = new BenchOutput(asked);
    output.runner(options(asked, folder)).run();
    LatencyLog.in(folder).read().forEach(this::printLatencies);
    terminal.tell("results are in " + folder);
    return output.failures() == 0 ? Exit.DONE : Exit.JUDGED;
  }

  private static Options options(CommandLineOptions asked, Path folder) {
    List<String> forkOptions = new ArrayList<>(asked.getJvmArgsAppend().orElse(List.of()));
    String home = System.getProperty("widthbench.home", ".");
    forkOptions.add("@" + Path.of(home, "src", "main", "launcher", "jvm.flags").toAbsolutePath());
    forkOptions.add("-D" + FOLDER_PROPERTY + "=" + folder);
    return new OptionsBuilder()
        .parent(asked)
        .jvmArgsAppend(forkOptions.toArray(String[]::new))
        .resultFormat(asked.getResultFormat().orElse(ResultFormatType.JSON))
        .result(asked.getResult().orElse(folder.resolve("jmh.json").toString()))
        .build();
  }

  private void printLatencies(String name, Histogram nanos) {
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s step latency in µs: p50 %.1f  p90 %.1f  p99 %.1f  max %.1f  (%d samples)%n",
            name,
            nanos.getValueAtPercentile(50) / 1e3,
            nanos.getValueAtPercentile(90) / 1e3,
            nanos.getValueAtPercentile(99) / 1e3,
            nanos.getMaxValue() / 1e3,
            nanos.getTotalCount());
  }
}
