package io.github.widthbench.cli;

import io.github.widthbench.report.BenchReport;
import io.github.widthbench.study.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
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
      "Runs the JMH benchmarks.",
      "What is not listed here is an argument of JMH: -h lists them, -l the benchmarks,",
      "-p width=64,1024 sets a parameter, and a pattern picks benchmarks by name.",
      "JMH's options go before the profile. A bench folder holds jmh.json, records, latencies",
      "and a report; all of them are whole after every benchmark, also of a run that is stopped."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench bench -l   # which there are",
      "  ./widthbench bench ForwardBenchmark -p width=64 -f 1 -r 200ms",
      "  ./widthbench bench BaselineBenchmark.multiply -f 1 -prof gc"
    },
    customSynopsis =
        "widthbench bench [--profile NAME] [--out FOLDER] [--longest SECONDS] [JMH ARGUMENTS]")
final class BenchCommand implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final Terminal terminal;
  private final Interrupt interrupt;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
  @Option(names = "--help", usageHelp = true, description = "Show this text.")
  private boolean help;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = {
        "quick (a minute and a half), ci (less than ten minutes on two cores) or full (two hours).",
        "Default: quick."
      })
  private BenchProfile profile = BenchProfile.QUICK;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = {
        "Where results go. What it holds of this build and machine is not measured again.",
        "Default: runs/bench-<time>."
      })
  private @Nullable Path out;

  @Option(
      names = "--longest",
      paramLabel = "SECONDS",
      description = "Leave out cases of which one call may take longer. Default: 30.")
  private double longest = 30;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> arguments = new ArrayList<>();

  BenchCommand(Terminal terminal, Interrupt interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() throws IOException {
    try {
      CommandLineOptions asked = new CommandLineOptions(arguments.toArray(String[]::new));
      return answered(asked) ? Exit.DONE : measure(asked);
    } catch (CommandLineOptionException | RunnerException | PatternSyntaxException usage) {
      throw new ParameterException(spec.commandLine(), "JMH: " + usage.getMessage(), usage);
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

  private int measure(CommandLineOptions asked) throws IOException {
    int threads = asked.getThreads().orElse(1);
    if (threads != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "-t %d would run steps of one network at once; -p threads=%d gives the backend threads"
              .formatted(threads, threads));
    }
    List<BenchCases.Planned> planned = BenchCases.of(asked, profile);
    if (planned.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "no benchmark matches %s; -l lists them%s"
              .formatted(asked.getIncludes(), near(asked.getIncludes())));
    }
    BenchParameters.mistake(arguments, planned)
        .ifPresent(text -> {
          throw new ParameterException(spec.commandLine(), text);
        });
    BenchRun run = new BenchRun(asked, profile, longest, terminal, interrupt);
    List<String> line = spec.commandLine().getParseResult().originalArgs();
    BenchReport report = run.of(planned, folder(), line);
    report.lines().forEach(terminal.out()::println);
    return run.exit();
  }

  private static String near(List<String> patterns) {
    return patterns.stream()
        .flatMap(pattern -> Nearest.of(pattern, BenchCases.names()).stream())
        .findFirst()
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private Path folder() {
    Path folder =
        out != null
            ? out
            : Path.of("runs", "bench-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME));
    return folder.toAbsolutePath();
  }
}
