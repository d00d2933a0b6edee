package io.github.widthbench.cli;

import io.github.widthbench.report.BenchRun;
import io.github.widthbench.report.HtmlReport;
import io.github.widthbench.report.JointMarkdown;
import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.AtomicFile;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Study;
import io.github.widthbench.sweep.SweepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges the records of run folders again and writes their reports. */
@Command(
    name = "report",
    description = {
      "Writes the reports of run and bench folders, each and all of them.",
      "Judges the records of run folders and writes summary.json, report.md and report.html there;",
      "of bench folders report.md and report.html.",
      "Of several folders also one report of all, which compares runs of one study and bench",
      "folders."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./widthbench run exponential-quick --set width=64 --quiet",
      "  ./widthbench run exponential-quick --set width=64 --quiet --unfused",
      "  ./widthbench report runs/*   # both, side by side"
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class ReportCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Experiments experiments;

  @Mixin private FolderArguments folders;
  @Mixin private OutputArguments output;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where report.md and report.html of several folders go. Default: the folder that holds"
              + " the first")
  private @Nullable Path out;

  ReportCommand(Terminal terminal, Experiments experiments) {
    this.terminal = terminal;
    this.experiments = experiments;
  }

  @Override
  public Integer call() {
    OutputArguments.Form form = output.form();
    List<Closing> closings =
        folders.paths().stream()
            .filter(path -> !BenchPages.isAt(path))
            .map(path -> folders.open(path, experiments))
            .toList();
    List<BenchRun> benches =
        folders.paths().stream()
            .filter(BenchPages::isAt)
            .map(bench -> report(bench, form))
            .toList();
    List<StudyReport> reports = closings.stream().map(closing -> report(closing, form)).toList();
    if (reports.size() + benches.size() > 1) {
      join(reports, benches, form);
    }
    List<Summary.OfStudy> summaries = reports.stream().map(StudyReport::summary).toList();
    return Closing.end(summaries, form, terminal);
  }

  private BenchRun report(Path bench, OutputArguments.Form form) {
    BenchRun run = BenchPages.again(bench);
    if (form == OutputArguments.Form.TEXT) {
      run.report().lines().forEach(terminal.out()::println);
      terminal.out().println("Report in " + bench.resolve("report.html"));
    }
    return run;
  }

  private StudyReport report(Closing closing, OutputArguments.Form form) {
    RunFolder folder = closing.folder();
    List<Path> journals =
        Stream.concat(folder.shardJournals().stream(), Stream.of(folder.journal())).toList();
    Study study = closing.study().study();
    int cells = study.cells().size();
    ReadingProgress reading = ReadingProgress.of(study.name(), cells, terminal, output.quiet());
    Records records = Records.read(journals, record -> reading.read());
    reading.end();
    StudyReport report =
        closing.close(SweepResult.of(study.cells(), records, false, records.messages()), terminal);
    closing.print(report, form, journals, terminal);
    return report;
  }

  private void join(List<StudyReport> reports, List<BenchRun> benches, OutputArguments.Form form) {
    Path first = folders.paths().getFirst().toAbsolutePath();
    Path into = out != null ? out : first.resolve("..").normalize();
    try {
      Files.createDirectories(into);
    } catch (IOException e) {
      throw new OutputFailedException(into, e);
    }
    AtomicFile.write(
        into.resolve("report.md"), file -> file.write(JointMarkdown.of(reports, benches)));
    AtomicFile.write(
        into.resolve("report.html"), file -> file.write(HtmlReport.of(reports, benches)));
    if (form == OutputArguments.Form.TEXT) {
      terminal.out().println("Joint report in " + into.resolve("report.html"));
    }
  }
}
