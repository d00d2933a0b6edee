package io.github.widthbench.cli;

import io.github.widthbench.report.StudyReport;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RunFolder;
import io.github.widthbench.results.Summary;
import io.github.widthbench.sweep.SweepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges the records of run folders again and writes their reports. */
@Command(
    name = "report",
    description = "Judges the records of run folders and writes summary.json and report.md there.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class ReportCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Experiments experiments;

  @Spec private CommandSpec spec;
  @Mixin private OutputArguments output;

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "Run folders.")
  private List<Path> folders = new ArrayList<>();

  ReportCommand(Terminal terminal, Experiments experiments) {
    this.terminal = terminal;
    this.experiments = experiments;
  }

  @Override
  public Integer call() throws IOException {
    OutputArguments.Form form = output.form();
    List<Closing> closings = new ArrayList<>();
    for (Path folder : folders) {
      closings.add(open(folder));
    }
    List<Summary.OfStudy> summaries = new ArrayList<>();
    closings.forEach(closing -> summaries.add(report(closing, form)));
    int exit = summaries.stream().mapToInt(Closing::exit).max().orElse(Exit.DONE);
    if (form == OutputArguments.Form.SUMMARY) {
      terminal.out().println(Summary.of(exit, summaries).json());
    }
    return exit;
  }

  private Closing open(Path path) throws IOException {
    Path yaml = path.resolve("study.yaml");
    if (!Files.isRegularFile(yaml)) {
      throw new ParameterException(
          spec.commandLine(), path + " is no run folder: it holds no study.yaml");
    }
    try {
      RunFolder folder = RunFolder.at(path);
      String text = Files.readString(yaml);
      return new Closing(experiments.parse(text, yaml.toString(), folder.study()), folder);
    } catch (IllegalArgumentException misnamed) {
      throw new ParameterException(
          spec.commandLine(), String.valueOf(misnamed.getMessage()), misnamed);
    }
  }

  private Summary.OfStudy report(Closing closing, OutputArguments.Form form) {
    RunFolder folder = closing.folder();
    List<Path> journals =
        Stream.concat(folder.shardJournals().stream(), Stream.of(folder.journal())).toList();
    Records records = Records.read(journals);
    records.messages().forEach(terminal::tell);
    StudyReport report =
        closing.close(SweepResult.of(closing.study().study().cells(), records, false, List.of()));
    switch (form) {
      case TEXT -> Closing.print(report, terminal);
      case RECORDS -> closing.printRecords(journals, terminal);
      case SUMMARY -> {}
    }
    return report.summary();
  }
}
