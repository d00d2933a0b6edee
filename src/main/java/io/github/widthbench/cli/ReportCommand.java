package io.github.widthbench.cli;

import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.results.Summary;
import io.github.widthbench.sweep.SweepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Judges the records of run folders again and writes their reports. */
@Command(
    name = "report",
    description = "Judges the records of run folders and writes summary.json and report.md there.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class ReportCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Experiments experiments;

  @Mixin private FolderArguments folders;
  @Mixin private OutputArguments output;

  ReportCommand(Terminal terminal, Experiments experiments) {
    this.terminal = terminal;
    this.experiments = experiments;
  }

  @Override
  public Integer call() {
    OutputArguments.Form form = output.form();
    List<Closing> closings =
        folders.paths().stream().map(path -> folders.open(path, experiments)).toList();
    List<Summary.OfStudy> summaries = new ArrayList<>();
    closings.forEach(closing -> summaries.add(report(closing, form)));
    return Closing.end(summaries, form, terminal);
  }

  private Summary.OfStudy report(Closing closing, OutputArguments.Form form) {
    RunFolder folder = closing.folder();
    List<Path> journals =
        Stream.concat(folder.shardJournals().stream(), Stream.of(folder.journal())).toList();
    Records records = Records.read(journals);
    StudyReport report =
        closing.close(
            SweepResult.of(closing.study().study().cells(), records, false, records.messages()),
            terminal);
    closing.print(report, form, journals, terminal);
    return report.summary();
  }
}
