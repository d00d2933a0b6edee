package io.github.widthbench.cli;

import io.github.widthbench.gate.Acceptance;
import io.github.widthbench.gate.CalibrationRun;
import io.github.widthbench.gate.Gate;
import io.github.widthbench.gate.History;
import io.github.widthbench.gate.Rules;
import io.github.widthbench.gate.RunGate;
import io.github.widthbench.gate.statistics.ChangePoints;
import io.github.widthbench.report.CalibrationReport;
import io.github.widthbench.report.GateReport;
import io.github.widthbench.report.HistoryReport;
import io.github.widthbench.report.HtmlReport;
import io.github.widthbench.report.JunitReport;
import io.github.widthbench.report.MadeOf;
import io.github.widthbench.results.AtomicFile;
import io.github.widthbench.results.GateCalibration;
import io.github.widthbench.results.GateHistory;
import io.github.widthbench.results.GateRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells whether a build is worse than another. */
@Command(
    name = "gate",
    description = {
      "Compares what was measured of two builds: exact metrics must be equal, timed ones pass an"
          + " exact test.",
      "BASELINE and CANDIDATE are run folders, bench folders, folders of them, or JMH's JSON."
    },
    customSynopsis = {
      "widthbench gate [OPTIONS] BASELINE CANDIDATE",
      "widthbench gate [OPTIONS] --run REF",
      "widthbench gate [OPTIONS] --history RECORD...",
      "widthbench gate [OPTIONS] --record FILE MEASURED",
      "widthbench gate [OPTIONS] --calibrate"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:passed",
      "1:regressed, or an exact metric changed and nobody accepted it",
      "2:bad usage or input; nothing was measured",
      "4:undecided, or the sides are not comparable"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench run exponential-quick --quiet",
      "  ./widthbench gate --record exact.json runs/*   # keeps iterations",
      "  ./widthbench gate exact.json runs/*            # are they the same?"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class GateCommand implements Callable<Integer> {

  private static final String CACHE = "XDG_CACHE_HOME";

  private final Terminal terminal;
  private final Interrupt interrupt;

  @Spec private CommandSpec spec;
  @Mixin private SuiteArguments suite;

  @Parameters(arity = "0..*", paramLabel = "PATH", description = "What was measured.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--run",
      paramLabel = "REF",
      description = "Measure git revision REF against this tree, in alternating fresh forks.")
  private @Nullable String ref;

  @Option(names = "--calibrate", description = "Measure the gate itself.")
  private boolean calibrate;

  @Option(names = "--history", description = "Search records, oldest first, for lasting steps.")
  private boolean history;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Write the exact metrics of MEASURED into FILE, a baseline for later.")
  private @Nullable Path record;

  @Option(
      names = "--min-effect",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "Smallest slowdown that matters (default: ${DEFAULT-VALUE}).")
  private double minimumEffect;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      defaultValue = "0.01",
      description = "Chance of any false alarm (default: ${DEFAULT-VALUE}).")
  private double alpha;

  @Option(
      names = "--looks",
      paramLabel = "N",
      defaultValue = "3",
      description = "Times to look at growing evidence (default: ${DEFAULT-VALUE}).")
  private int looks;

  @Option(
      names = "--accept",
      paramLabel = "NAME",
      description = "Accept the change of an exact metric, or a step BENCHMARK@RECORD.")
  private List<String> accepted = new ArrayList<>();

  @Option(
      names = "--accept-file",
      paramLabel = "FILE",
      description = "Accept what its lines name: NAME # reason.")
  private @Nullable Path acceptFile;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = "What the gate was measured to do (default: results/gate/calibration.json).")
  private @Nullable Path calibration;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write the report there too.")
  private @Nullable Path markdown;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts there.")
  private @Nullable Path html;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit's XML there too.")
  private @Nullable Path junit;

  @Option(names = "--json", description = "Print the record as JSON.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress.")
  private boolean quiet;

  GateCommand(Terminal terminal, Interrupt interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  public Integer call() throws IOException {
    check();
    try (var _ = interrupt.listen()) {
      if (calibrate) {
        return calibrated();
      } else if (history) {
        return searched();
      } else if (record != null) {
        String text = Gate.exactMetrics(paths.getFirst());
        AtomicFile.write(record, out -> out.write(text));
        return Exit.DONE;
      }
      return told(ref == null ? compared() : measured(ref));
    }
  }

  private GateRecord compared() throws IOException {
    return gate().compare(paths.get(0), paths.get(1));
  }

  private GateRecord measured(String revision) throws IOException {
    RunGate run =
        new RunGate(
            home(), suite.out(), cache(), suite.suite(), suite.budgetSeconds(), suite.seed());
    return run.against(revision, gate(), watcher());
  }

  private int told(GateRecord found) {
    write(markdown, GateReport.markdown(found));
    write(junit, JunitReport.of(found));
    if (html != null) {
      write(html, HtmlReport.of(found, made(found)));
    }
    if (json) {
      terminal.out().print(found.json());
    } else {
      GateReport.lines(found, terminal.unicode()).forEach(terminal.out()::println);
    }
    terminal.out().flush();
    return found.exit();
  }

  private MadeOf made(GateRecord found) {
    String line = String.join(" ", spec.commandLine().getParseResult().originalArgs());
    return new MadeOf("", List.of("./widthbench gate " + line), found.candidate().facts());
  }

  private int calibrated() {
    Path folder = suite.out();
    CalibrationRun run =
        new CalibrationRun(home(), folder, suite.suite(), suite.budgetSeconds(), suite.seed());
    GateCalibration found = run.calibrate(rules(), watcher());
    write(folder.resolve("calibration.json"), found.json());
    write(folder.resolve("calibration.md"), CalibrationReport.markdown(found));
    if (json) {
      terminal.out().print(found.json());
    } else {
      CalibrationReport.lines(found).forEach(terminal.out()::println);
    }
    terminal.out().flush();
    return Exit.DONE;
  }

  private int searched() {
    GateHistory found =
        new History(ChangePoints.STANDARD, History.LEVEL, rules(), acceptance()).search(paths);
    write(markdown, HistoryReport.markdown(found));
    if (json) {
      terminal.out().print(found.json());
    } else {
      HistoryReport.lines(found).forEach(terminal.out()::println);
    }
    terminal.out().flush();
    return found.exit();
  }

  private void check() {
    int asked =
        (ref == null ? 0 : 1) + (calibrate ? 1 : 0) + (history ? 1 : 0) + (record == null ? 0 : 1);
    require(asked <= 1, "--run, --calibrate, --history and --record exclude one another");
    int needed = asked == 0 ? 2 : record == null ? 0 : 1;
    require(
        history ? !paths.isEmpty() : paths.size() == needed,
        "found %s paths; see the forms of the command".formatted(paths.size()));
    require(minimumEffect > 0 && minimumEffect < 1, "--min-effect must be above 0 and below 1");
    require(alpha > 0 && alpha < 1, "--alpha must be above 0 and below 1");
    require(looks >= 1, "--looks must be at least 1");
    for (@Nullable Path file : new @Nullable Path[] {markdown, html, junit, record}) {
      if (file != null) {
        requireFolder(file);
      }
    }
  }

  /** What is measured for minutes must have a place to go. */
  private void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    require(
        folder != null && Files.isDirectory(folder),
        "%s cannot be written: there is no folder %s; make it first".formatted(file, folder));
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private Gate gate() throws IOException {
    return new Gate(rules(), acceptance(), knownCalibration());
  }

  private Rules rules() {
    return new Rules(minimumEffect, alpha, looks);
  }

  private Acceptance acceptance() {
    return Acceptance.of(accepted, acceptFile);
  }

  private GateWatcher watcher() {
    return new GateWatcher(terminal, interrupt, quiet);
  }

  private @Nullable GateCalibration knownCalibration() throws IOException {
    Path usual = home().resolve(Path.of("results", "gate", "calibration.json"));
    Path file = calibration == null ? usual : calibration;
    GateCalibration known =
        Files.isRegularFile(file) ? GateCalibration.parse(Files.readString(file)) : null;
    require(
        known != null || calibration == null,
        "--calibration %s is no file of %s".formatted(file, GateCalibration.SCHEMA));
    return known;
  }

  private static Path home() {
    return Path.of(System.getProperty("widthbench.home", ".")).toAbsolutePath().normalize();
  }

  private static Path cache() {
    String cache = System.getenv(CACHE);
    Path root =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return root.resolve(Path.of("widthbench", "gate"));
  }

  private static void write(@Nullable Path file, String text) {
    if (file != null) {
      AtomicFile.write(file, out -> out.write(text));
    }
  }
}
